import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Unanswered } from '../../api.ts';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { useAnswer } from '../../use-answer.ts';
import { FindSsoTrialDocument, type FindSsoTrialQuery } from '../generated/operations.ts';

type Trial = NonNullable<FindSsoTrialQuery['ssoTrial']>;

/** Shows an admin the result of a trial log-in. */
export function AdminSsoTrial() {
  const [id] = useState(() => new URLSearchParams(location.search).get('id') ?? '');
  const found = useAnswer(FindSsoTrialDocument, { id });
  if (!found) return <Loading />;
  if (found instanceof Unanswered) return <Failure because={found} portal={null} />;
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
  const t = useTranslations('trial');
  const { issuer, subject, fullName, email, emailVerified, groups, otherClaims } = claims;
  const none = t('none');
  const facts = [
    [t('issuer'), issuer],
    [t('subject'), subject],
    [t('fullName', { claim: connection.claims.name }), fullName ?? t('noName')],
    [t('email', { claim: connection.claims.email }), email ?? t('noEmail')],
    [t('verified'), t(emailVerified ? 'isVerified' : 'notVerified')],
    [t('groups', { claim: connection.claims.groups }), groups.join(', ') || none],
    [t('otherClaims'), otherClaims.join(', ') || none],
  ];
  return (
    <Page title={t('title')} portal={null}>
      <p>{t('succeeded', { label: connection.label })}</p>
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

function Failed({ connection, detail }: Trial) {
  const t = useTranslations('trial');
  return (
    <Page title={t('title')} portal={null}>
      <p>{t('failed', { label: connection.label })}</p>
      <p>{detail}</p>
      <p>{t('change')}</p>
    </Page>
  );
}

function Unfinished() {
  const t = useTranslations('trial');
  return (
    <Page title={t('title')} portal={null}>
      <p>{t('unfinished')}</p>
      <p>
        <a href={location.href}>{t('again')}</a>
      </p>
    </Page>
  );
}

function Unknown() {
  const t = useTranslations('trial');
  return (
    <Page title={t('title')} portal={null}>
      <p>{t('unknown')}</p>
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
