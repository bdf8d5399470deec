import { useFormatter, useTranslations } from 'use-intl';
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
import { inText } from '../ui/in-text.tsx';

const ALL_REQUESTS = '/admin';

type Request = NonNullable<LinkFragment['request']>;

/** The page of a link in the email about new requests. */
export function AdminDecide() {
  const t = useTranslations('decide');
  const { mailed, done, send } = useMailedLink(DecideFromMailDocument, ALL_REQUESTS);
  const link = linkOf(mailed);
  const { needsLogIn, applicant, decision } = link?.request ?? {};
  if (done) return <Done status={done.status} />;
  if (link && needsLogIn) return <LogInFirst email={link.email ?? ''} />;
  if (decision) return <Decided decision={decision} />;
  const next = { href: ALL_REQUESTS, label: t('allRequests') };
  return (
    <MailedPage portal={null} mailed={mailed} kind="ADMIN_DECIDE" next={next} used={{ title: t('used'), next }}>
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

const MOMENT = { dateStyle: 'long', timeStyle: 'short' } as const;

type DecideProps = {
  place: string;
  applicant: Request['applicant'] | undefined;
  waitingSince: string;
  send: (input: Omit<DecideFromMailInput, 'token'>) => Promise<Refusal | null>;
};

function Decide({ place, applicant, waitingSince, send }: DecideProps) {
  const t = useTranslations('decide');
  const format = useFormatter();
  return (
    <Page title={t('title')} portal={null}>
      <p>{t('about', { portal: place, since: format.dateTime(new Date(waitingSince), MOMENT) })}</p>
      <dl>
        <dt>{t('fullName')}</dt>
        <dd>{applicant?.fullName}</dd>
        <dt>{t('email')}</dt>
        <dd>{applicant?.email}</dd>
        {applicant?.answers.map(({ field, label, value }) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>{typeof value === 'boolean' ? t(value ? 'yes' : 'no') : value}</dd>
          </div>
        ))}
      </dl>
      <Form submit={t('approve')} send={() => send({ act: 'APPROVE' })} />
      <div className="danger">
        <Form submit={t('reject')} send={(typed) => send({ act: 'REJECT', reason: typed('reason') })}>
          <Field name="reason" label={t('reason')} hint={t('reasonHint')} required={false} />
        </Form>
      </div>
    </Page>
  );
}

function LogInFirst({ email }: { email: string }) {
  const t = useTranslations('decide');
  const here = useAnswer(FindAdminDocument, {});
  const other = here && !(here instanceof Unanswered) ? here.admin?.email : null;
  return (
    <Page title={t('logInTitle')} portal={null}>
      <p>{other ? t.rich('logInAsOther', { ...inText, email, other }) : t.rich('logIn', { ...inText, email })}</p>
      <AdminLogInChoices email={email} goOn={() => location.reload()} returnTo={location.href} />
    </Page>
  );
}

function Decided({ decision: { status, kind, adminEmail, createdAt } }: { decision: NonNullable<Request['decision']> }) {
  const t = useTranslations('decide');
  const format = useFormatter();
  const at = format.dateTime(new Date(createdAt), MOMENT);
  const maker = kind === 'TOKEN' && adminEmail ? t('tokenOf', { email: adminEmail }) : (adminEmail ?? t('maker', { kind }));
  return (
    <Page title={t('decidedTitle')} portal={null}>
      <p>{t('decided', { status, maker, at })}</p>
      <ToAllRequests />
    </Page>
  );
}

function Done({ status }: { status: string }) {
  const t = useTranslations('decide');
  const isApproved = status === 'APPROVED';
  return (
    <Page title={t(isApproved ? 'approvedTitle' : 'rejectedTitle')} portal={null}>
      <p>{t(isApproved ? 'approved' : 'rejected')}</p>
      <ToAllRequests />
    </Page>
  );
}

function ToAllRequests() {
  const t = useTranslations('decide');
  return (
    <p>
      <a className="button" href={ALL_REQUESTS}>
        {t('allRequests')}
      </a>
    </p>
  );
}
