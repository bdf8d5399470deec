import { type ReactNode, useEffect, useState } from 'react';
import { Unanswered } from '../../api.ts';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { useAnswer } from '../../use-answer.ts';
import { FindSsoTrialDocument, type FindSsoTrialQuery } from '../generated/operations.ts';

type Trial = NonNullable<FindSsoTrialQuery['ssoTrial']>;

const TITLE = 'Trial of a log-in with SSO';

/** Shows an admin the result of a trial log-in. */
export function AdminSsoTrial() {
  const [id] = useState(() => new URLSearchParams(location.search).get('id') ?? '');
  const found = useAnswer(FindSsoTrialDocument, { id });
  if (!found) return <Loading />;
  if (found instanceof Unanswered) return <Failure sentence={found.message} portal={null} />;
  if (!found.admin) return <ToAdminLogIn />;
  if (!found.ssoTrial) return <Unknown />;
  if (!found.ssoTrial.finished) return <Unfinished />;
  return found.ssoTrial.claims ? (
    <Succeeded {...found.ssoTrial} claims={found.ssoTrial.claims} />
  ) : (
    <Failed {...found.ssoTrial} />
  );
}

function Succeeded({ connection, claims }: Trial & { claims: NonNullable<Trial['claims']> }) {
  const { issuer, subject, fullName, email, emailVerified, groups, otherClaims } = claims;
  const facts: [string, ReactNode][] = [
    ['Issuer', issuer],
    ['Subject', subject],
    [`Full name, by the claim ${connection.claims.name}`, fullName ?? 'not there: the address stands in for it'],
    [
      `Email address, by the claim ${connection.claims.email}`,
      email ?? 'not there, or not an address: nobody comes in without',
    ],
    ['Counts as verified', emailVerified ? 'yes' : 'no: the person has to confirm it by a mailed link'],
    [`Groups, by the claim ${connection.claims.groups}`, groups.join(', ') || 'none'],
    ['Other claims, by name', otherClaims.join(', ') || 'none'],
  ];
  return (
    <Page title={TITLE} portal={null}>
      <p>
        It succeeded: “Log in with {connection.label}” works. Nobody was registered, and nobody is logged in by it. This is what
        would be kept of the person:
      </p>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Page>
  );
}

function Failed({ connection, reason, detail }: Trial) {
  return (
    <Page title={TITLE} portal={null}>
      <p>
        It failed: nobody can log in with {connection.label} like this ({reason}).
      </p>
      <p>{detail}</p>
      <p>Change the connection, then test it again.</p>
    </Page>
  );
}

function Unfinished() {
  return (
    <Page title={TITLE} portal={null}>
      <p>It has not come to an end yet. Log in at the provider in the page that the trial opened.</p>
      <p>
        <a href={location.href}>Look again</a>
      </p>
    </Page>
  );
}

function Unknown() {
  return (
    <Page title={TITLE} portal={null}>
      <p>There is no such trial. It is shown to the admin who began it, for about half an hour.</p>
    </Page>
  );
}

function ToAdminLogIn() {
  useEffect(() => {
    const returnTo = location.pathname + location.search;
    location.replace(`/admin/log-in?${new URLSearchParams({ returnTo })}`);
  }, []);
  return <Loading />;
}
