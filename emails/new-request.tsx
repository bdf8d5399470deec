import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { couldBecomeLink } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

/** Mail programs make a link from an email address such as `www.evil.test/log-in@example.com`. */
const PLAIN_ADDRESS = /^(?!www\.)[\w.+-]+@/i;

type Applicant = { fullName: string; email: string };

export type NewRequestProps = {
  portal: Portal;
  /** The number of all people who wait. */
  waiting: number;
  /** The people to name. Null if the portal keeps names and email addresses out of mails. */
  applicants: Applicant[] | null;
  decideUrl: string;
};

/** For each admin who may decide. */
export function newRequest(props: NewRequestProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <NewRequest {...props} />);
}

function subject({ portal, waiting }: NewRequestProps): string {
  return `${waiting} ${waiting === 1 ? 'person waits' : 'people wait'} for a decision at ${portal.name}`;
}

export default function NewRequest(props: NewRequestProps) {
  const { portal, applicants, decideUrl } = props;

  return (
    <Layout portal={portal} heading="New request" because={`you decide on registrations at ${portal.name}`}>
      <Paragraph>{subject(props)}.</Paragraph>
      {applicants && <Applicants applicants={applicants} waiting={props.waiting} />}
      <Paragraph>Look at who waits, and decide:</Paragraph>
      <Button href={decideUrl}>Decide</Button>
    </Layout>
  );
}

function Applicants({ applicants, waiting }: { applicants: Applicant[]; waiting: number }) {
  const more = waiting - applicants.length;

  return (
    <ul style={{ fontSize: '16px', lineHeight: '24px', paddingLeft: '20px' }}>
      {applicants.map((applicant) => (
        <li key={applicant.email}>{nameAndAddress(applicant)}</li>
      ))}
      {more > 0 && <li>and {more} more</li>}
    </ul>
  );
}

function nameAndAddress({ fullName, email }: Applicant): string {
  const name = fullName.trim();
  const address = PLAIN_ADDRESS.test(email) ? email : `somebody at ${email.slice(email.lastIndexOf('@') + 1)}`;

  return name === '' || couldBecomeLink(name) ? address : `${name}, ${address}`;
}

const shown = {
  portal: previewPortal,
  waiting: 12,
  applicants: Array.from({ length: 10 }, (_, i) => ({
    fullName: `Developer ${i + 1}`,
    email: `dev${i + 1}@partner.example`,
  })),
  decideUrl: 'https://accounts.acme.example/admin/decide?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
} satisfies NewRequestProps;

NewRequest.PreviewProps = shown;

export const previews = {
  'Applicants shown': shown,
  'Applicants hidden': { ...shown, applicants: null },
  'One person': { ...shown, waiting: 1, applicants: [{ fullName: 'Ada Lovelace', email: 'ada@partner.example' }] },
} satisfies Record<string, NewRequestProps>;
