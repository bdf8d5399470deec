import { type Applicant, Applicants } from './components/applicants.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { whoWaits } from './who-waits.ts';

export type RequestReminderProps = {
  portal: Portal;
  /** `NOBODY_DECIDES` goes to the OWNERs. */
  why: 'LONG_WAIT' | 'NOBODY_DECIDES';
  /** For `NOBODY_DECIDES`: the days without a decision. */
  days: number;
  /** The number of all people who wait. */
  waiting: number;
  /** When the first of them began to wait. */
  since: Date;
  /** The people to name. Null if the portal keeps names and email addresses out of mails. */
  applicants: Applicant[] | null;
  queueUrl: string;
};

/** For admins who may decide, about requests that nobody decided for a long time. */
export function requestReminder(props: RequestReminderProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <RequestReminder {...props} />);
}

function subject(props: RequestReminderProps): string {
  const t = textsOf(props.portal);
  const waiting = t('requests.waiting', whoWaits(props));
  return t(props.why === 'LONG_WAIT' ? 'requests.reminderSubject' : 'requests.nobodySubject', { waiting });
}

export default function RequestReminder(props: RequestReminderProps) {
  const { portal, why, days, waiting, applicants, queueUrl } = props;
  const t = textsOf(portal);
  const isLong = why === 'LONG_WAIT';

  return (
    <Layout
      portal={portal}
      heading={isLong ? t('requests.reminderHeading') : t('requests.nobodyHeading', { days })}
      because={t(isLong ? 'requests.because' : 'requests.becauseOwner', { portal: portal.name })}
    >
      {!isLong && <Paragraph>{t('requests.nobody', { portal: portal.name, days })}</Paragraph>}
      <Paragraph>{t('requests.waitingHere', whoWaits(props))}</Paragraph>
      {applicants && <Applicants portal={portal} applicants={applicants} more={waiting - applicants.length} />}
      <Paragraph>{t('requests.decide')}</Paragraph>
      <Button href={queueUrl} portal={portal}>
        {t('requests.all')}
      </Button>
    </Layout>
  );
}

const shown = {
  portal: previewPortal,
  why: 'LONG_WAIT',
  days: 14,
  waiting: 2,
  since: new Date('2026-11-24T08:30:00Z'),
  applicants: [
    { fullName: 'Ada Lovelace', email: 'ada@partner.example' },
    { fullName: 'Grace Hopper', email: 'grace@partner.example' },
  ],
  queueUrl: 'https://accounts.acme.example/admin?portal=acme',
} satisfies RequestReminderProps;

RequestReminder.PreviewProps = shown;

export const previews = {
  'Applicants shown': shown,
  'Applicants hidden': { ...shown, applicants: null },
  'Nobody decides': { ...shown, why: 'NOBODY_DECIDES' },
} satisfies Record<string, RequestReminderProps>;
