import { couldBecomeLink } from '../greeting.ts';
import type { Portal } from '../portal.ts';
import { textsOf } from '../texts.ts';

/** Mail programs make a link from an email address such as `www.evil.test/log-in@example.com`. */
const PLAIN_ADDRESS = /^(?!www\.)[\w.+-]+@/i;

export type Applicant = { fullName: string; email: string };

/** Names some people. `more` others are counted. */
export function Applicants({ portal, applicants, more }: { portal: Portal; applicants: Applicant[]; more: number }) {
  return (
    <ul style={{ fontSize: '16px', lineHeight: '24px', paddingLeft: '20px' }}>
      {applicants.map((applicant) => (
        <li key={applicant.email}>{nameAndAddress(portal, applicant)}</li>
      ))}
      {more > 0 && <li>{textsOf(portal)('requests.more', { count: more })}</li>}
    </ul>
  );
}

export function nameAndAddress(portal: Portal, { fullName, email }: Applicant): string {
  const t = textsOf(portal);
  const name = fullName.trim();
  const domain = email.slice(email.lastIndexOf('@') + 1);
  const address = PLAIN_ADDRESS.test(email) ? email : t('requests.somebodyAt', { domain });

  return name === '' || couldBecomeLink(name) ? address : t('requests.person', { name, address });
}
