import { couldBecomeLink } from '../greeting.ts';

/** Mail programs make a link from an email address such as `www.evil.test/log-in@example.com`. */
const PLAIN_ADDRESS = /^(?!www\.)[\w.+-]+@/i;

export type Applicant = { fullName: string; email: string };

/** Names some people. `more` others are counted. */
export function Applicants({ applicants, more }: { applicants: Applicant[]; more: number }) {
  return (
    <ul style={{ fontSize: '16px', lineHeight: '24px', paddingLeft: '20px' }}>
      {applicants.map((applicant) => (
        <li key={applicant.email}>{nameAndAddress(applicant)}</li>
      ))}
      {more > 0 && <li>and {more} more</li>}
    </ul>
  );
}

export function nameAndAddress({ fullName, email }: Applicant): string {
  const name = fullName.trim();
  const address = PLAIN_ADDRESS.test(email) ? email : `somebody at ${email.slice(email.lastIndexOf('@') + 1)}`;

  return name === '' || couldBecomeLink(name) ? address : `${name}, ${address}`;
}
