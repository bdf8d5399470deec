import { Unanswered } from '../../api.ts';
import { Field } from '../../components/field.tsx';
import { Form, type Refusal } from '../../components/form.tsx';
import { MailedPage } from '../../components/mailed-page.tsx';
import { Page } from '../../components/page.tsx';
import type { LinkFragment } from '../../generated/operations.ts';
import { useAnswer } from '../../use-answer.ts';
import { type MailedLink, useMailedLink } from '../../use-mailed-link.ts';
import { DecideFromMailDocument, type DecideFromMailInput, FindAdminDocument } from '../generated/operations.ts';
import { AdminLogInChoices } from '../log-in/log-in-choices.tsx';

const ALL_REQUESTS = { href: '/admin', label: 'All requests' };

type Request = NonNullable<LinkFragment['request']>;

/** The page of a link in the email about new requests. */
export function AdminDecide() {
  const { mailed, done, send } = useMailedLink(DecideFromMailDocument, ALL_REQUESTS.href);
  const link = linkOf(mailed);
  const { needsLogIn, applicant, decision } = link?.request ?? {};
  if (done) return <Done status={done.status} />;
  if (link && needsLogIn) return <LogInFirst email={link.email ?? ''} />;
  if (decision) return <Decided decision={decision} />;
  return (
    <MailedPage
      portal={null}
      mailed={mailed}
      kind="ADMIN_DECIDE"
      next={ALL_REQUESTS}
      used={{ title: 'This link was used already', next: ALL_REQUESTS }}
    >
      {({ portal, request }) => (
        <Decide
          place={portal?.name ?? ''}
          applicant={applicant}
          waitingSince={request?.waitingSince ?? ''}
          send={async (input) => {
            const refusal = await send({ token: mailed.token, ...input });
            // Somebody else was faster. The page says who.
            if (refusal?.__typename === 'Conflict') location.reload();
            return refusal;
          }}
        />
      )}
    </MailedPage>
  );
}

const linkOf = ({ link }: MailedLink): LinkFragment | null =>
  link === 'LOADING' || link instanceof Unanswered || link?.kind !== 'ADMIN_DECIDE' ? null : link;

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });

type DecideProps = {
  place: string;
  applicant: Request['applicant'] | undefined;
  waitingSince: string;
  send: (input: Omit<DecideFromMailInput, 'token'>) => Promise<Refusal | null>;
};

function Decide({ place, applicant, waitingSince, send }: DecideProps) {
  return (
    <Page title="Decide about a request" portal={null}>
      <p>
        A person wants to log in at {place}, and has waited since {moment.format(new Date(waitingSince))}.
      </p>
      <dl>
        <dt>Full name</dt>
        <dd>{applicant?.fullName}</dd>
        <dt>Email address, verified</dt>
        <dd>{applicant?.email}</dd>
        {applicant?.answers.map(({ field, label, value }) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>{typeof value === 'boolean' ? (value ? 'Yes' : 'No') : value}</dd>
          </div>
        ))}
      </dl>
      <Form submit="Approve" send={() => send({ act: 'APPROVE' })} />
      <div className="danger">
        <Form submit="Reject" send={(typed) => send({ act: 'REJECT', reason: typed('reason') })}>
          <Field name="reason" label="Reason (optional)" hint="The person reads it in the email." required={false} />
        </Form>
      </div>
    </Page>
  );
}

function LogInFirst({ email }: { email: string }) {
  const here = useAnswer(FindAdminDocument, {});
  const other = here && !(here instanceof Unanswered) ? here.admin?.email : null;
  return (
    <Page title="Log in to decide" portal={null}>
      <p>
        This link was emailed to <strong>{email}</strong>.{other && ` You are logged in as ${other}, who cannot use it.`} Log in
        as {email} to see the request.
      </p>
      <AdminLogInChoices email={email} goOn={() => location.reload()} returnTo={location.href} />
    </Page>
  );
}

const OUTCOMES = {
  APPROVED: 'approved this request',
  REJECTED: 'rejected this request',
  REVOKED: 'revoked the access of this person',
  PENDING: 'undid an earlier decision about this request',
};

const MAKERS = {
  ADMIN: 'An admin',
  TOKEN: 'An API token',
  RULE: 'A rule of the portal',
  IDENTITY_PROVIDER: 'The identity provider',
};

function Decided({ decision: { status, kind, adminEmail, createdAt } }: { decision: NonNullable<Request['decision']> }) {
  const maker = kind === 'TOKEN' && adminEmail ? `An API token of ${adminEmail}` : (adminEmail ?? MAKERS[kind]);
  return (
    <Page title="This request was decided already" portal={null}>
      <p>
        {maker} {OUTCOMES[status]} on {moment.format(new Date(createdAt))}.
      </p>
      <ToAllRequests />
    </Page>
  );
}

function Done({ status }: { status: string }) {
  const isApproved = status === 'APPROVED';
  return (
    <Page title={isApproved ? 'You approved the request' : 'You rejected the request'} portal={null}>
      <p>{isApproved ? 'The person can log in now, and gets an email.' : 'The person gets an email.'}</p>
      <ToAllRequests />
    </Page>
  );
}

const ToAllRequests = () => (
  <p>
    <a className="button" href={ALL_REQUESTS.href}>
      {ALL_REQUESTS.label}
    </a>
  </p>
);
