import { type Applicant, Applicants } from './components/applicants.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
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
  return renderEmail(`${PREFIX[props.why]}: ${whoWaits(props)}`, <RequestReminder {...props} />);
}

const PREFIX = { LONG_WAIT: 'Reminder', NOBODY_DECIDES: 'Nobody decides' };

export default function RequestReminder(props: RequestReminderProps) {
  const { portal, why, days, waiting, applicants, queueUrl } = props;
  const role = why === 'LONG_WAIT' ? 'decide on registrations at' : 'are an OWNER of';

  return (
    <Layout
      portal={portal}
      heading={why === 'LONG_WAIT' ? 'Requests wait for a decision' : `Nobody has decided for ${days} days`}
      because={`you ${role} ${portal.name}`}
    >
      {why === 'NOBODY_DECIDES' && (
        <Paragraph>
          No admin has decided a request at {portal.name} for {days} days. Decide the requests, or invite an admin who does.
        </Paragraph>
      )}
      <Paragraph>{whoWaits(props)}.</Paragraph>
      {applicants && <Applicants applicants={applicants} more={waiting - applicants.length} />}
      <Paragraph>Look at all requests, and decide:</Paragraph>
      <Button href={queueUrl}>All requests</Button>
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
