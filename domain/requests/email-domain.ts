import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { isDisposable } from '../rules/disposable-email.ts';
import { isFreeMail } from '../rules/free-mail.ts';

/** @limit people: Approved people of a domain that are counted for an admin. Beyond: This number means so many or more. */
export const MOST_OF_DOMAIN = 100;

export type EmailDomain = { name: string; disposable: boolean; freeMail: boolean; portalId: string };

/** What the domain of an email address tells. An email address in canonical form has exactly one `@`. */
export function emailDomainOf({ email, portalId }: Pick<Developer, 'email' | 'portalId'>): EmailDomain {
  const name = email.slice(email.lastIndexOf('@') + 1);
  return { name, disposable: isDisposable(name), freeMail: isFreeMail(name), portalId };
}

/** How many people of the domain are approved at the portal, at most MOST_OF_DOMAIN. */
export async function countApprovedOfDomain(
  { prisma }: App,
  { name, portalId }: Pick<EmailDomain, 'name' | 'portalId'>,
): Promise<number> {
  const [row] = await prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT FROM developers
      WHERE portal_id = ${portalId}::uuid AND status = 'APPROVED' AND split_part(email, '@', 2) = ${name}
      LIMIT ${MOST_OF_DOMAIN}
    ) approved`;
  return row?.count ?? 0;
}
