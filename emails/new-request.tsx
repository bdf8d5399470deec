import { type Applicant, Applicants, nameAndAddress } from './components/applicants.tsx';
import { Button } from './components/button.tsx';
import { InlineLink } from './components/inline-link.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { inUtc } from './moment.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { whoWaits } from './who-waits.ts';

/** A new request with its own link. */
type NewRequestLink = {
  /** Null if the portal keeps names and email addresses out of mails. */
  applicant: Applicant | null;
  since: Date;
  decideUrl: string;
};

export type NewRequestProps = {
  portal: Portal;
  /** The number of all people who wait. */
  waiting: number;
  /** When the first of them began to wait. */
  since: Date;
  /** The new requests, if they are few. */
  requests: NewRequestLink[];
  linksExpireInHours: number;
  /** Other people to name. Null if the portal keeps names and email addresses out of mails. */
  applicants: Applicant[] | null;
  queueUrl: string;
  notificationsUrl: string;
};

/** For each admin who may decide. */
export function newRequest(props: NewRequestProps): Promise<RenderedEmail> {
  return renderEmail(whoWaits(props), <NewRequest {...props} />);
}

export default function NewRequest(props: NewRequestProps) {
  const { portal, waiting, requests, linksExpireInHours, applicants, queueUrl, notificationsUrl } = props;
  const more = waiting - requests.length - (applicants?.length ?? 0);

  return (
    <Layout portal={portal} heading="New request" because={`you decide on registrations at ${portal.name}`}>
      <Paragraph>{whoWaits(props)}.</Paragraph>
      {requests.map(({ applicant, since, decideUrl }) => (
        <div key={decideUrl}>
          <Paragraph>
            {applicant ? nameAndAddress(applicant) : 'A new request'}, since {inUtc(since)}:
          </Paragraph>
          <Button href={decideUrl}>Look at this request</Button>
        </div>
      ))}
      {requests.length > 0 && (
        <Paragraph>
          {requests.length === 1 ? 'This link is' : 'These links are'} for you alone and valid for{' '}
          {lifetime(linksExpireInHours)}. Do not forward this email.
        </Paragraph>
      )}
      {applicants && applicants.length > 0 && <Applicants applicants={applicants} more={more} />}
      <Paragraph>Look at all requests, and decide:</Paragraph>
      <Button href={queueUrl}>All requests</Button>
      <Paragraph>
        Do you want fewer of these emails? <InlineLink href={notificationsUrl}>Choose how often</InlineLink>
      </Paragraph>
    </Layout>
  );
}

const decideUrl = (n: number): string =>
  `https://accounts.acme.example/admin/decide?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2${n}`;

const shown = {
  portal: previewPortal,
  waiting: 12,
  since: new Date('2026-11-24T08:30:00Z'),
  requests: [],
  linksExpireInHours: 7 * 24,
  applicants: Array.from({ length: 10 }, (_, i) => ({
    fullName: `Developer ${i + 1}`,
    email: `dev${i + 1}@partner.example`,
  })),
  queueUrl: 'https://accounts.acme.example/admin?portal=acme',
  notificationsUrl: 'https://accounts.acme.example/admin/notifications',
} satisfies NewRequestProps;

const hidden = { ...shown, applicants: null };
const since = new Date('2026-11-27T14:05:00Z');
const ada = { fullName: 'Ada Lovelace', email: 'ada@partner.example' };

NewRequest.PreviewProps = {
  ...shown,
  applicants: [],
  waiting: 1,
  since,
  requests: [{ applicant: ada, since, decideUrl: decideUrl(1) }],
};

export const previews = {
  'One person': NewRequest.PreviewProps,
  'Applicants shown': shown,
  'Applicants hidden': hidden,
  'Applicants hidden, with links': {
    ...hidden,
    requests: [1, 2].map((n) => ({ applicant: null, since, decideUrl: decideUrl(n) })),
  },
} satisfies Record<string, NewRequestProps>;
