import * as z from 'zod';
import type { Invitation } from '../../prisma/generated/client/client.ts';
import { parseDomain } from '../addresses/parse-address.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { filled, line, parseInput } from '../input.ts';
import { type Issue, saying } from '../issue.ts';
import { type Caller, signedBy } from '../permissions.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';
import { getPortalToInvite } from './get-portal-to-invite.ts';
import { signUpLink, tokenOf } from './invitation-links.ts';

/** @limit people: Uses of one invitation link. Beyond: InvalidInput. */
export const MOST_USES = 100_000;
/** @limit domains: `emailDomains` of an invitation link. Beyond: InvalidInput. */
export const MOST_DOMAINS = 100;
/** @limit characters: One domain of an invitation link. Beyond: InvalidInput. */
export const LONGEST_DOMAIN = 253; // RFC 1035, 2.3.4, without the root
/** @limit characters: Label of an invitation link. Beyond: InvalidInput. */
export const LONGEST_LABEL = 100;
/** @limit Time that an invitation link works. Beyond: InvalidInput. */
export const LONGEST_LINK_TTL_MS = 366 * DAY_MS;

const domain = filled(LONGEST_DOMAIN).transform((text, context) => {
  const parsed = parseDomain(text);
  if (!parsed) context.addIssue({ code: 'custom', ...saying('NOT_A_DOMAIN', 'This is not a domain such as example.com.') });
  return parsed ?? z.NEVER;
});

const linkInput = z.object({
  portal: z.string(),
  uses: z.int().min(1, 'Must be at least 1.').max(MOST_USES, `Must be at most ${MOST_USES}.`),
  emailDomains: z.array(domain).max(MOST_DOMAINS, `Must have at most ${MOST_DOMAINS} entries.`).nullish(),
  expiresAt: z.date(),
  approved: z.boolean().nullish(),
  label: line(LONGEST_LABEL).nullish(),
});

/** The link is shown only once, because only its hash is stored. */
export async function createInvitationLink(
  app: App,
  caller: Caller | null,
  input: z.input<typeof linkInput>,
): Promise<{ invitation: Invitation; link: string }> {
  if (!caller) throw new NotAllowed();
  const { portal: slug, uses, emailDomains, expiresAt, approved = null, label = null } = parseInput(linkInput, input);
  const portal = await getPortalToInvite(app, caller, slug);
  const { adminId: inviterId, apiTokenId } = signedBy(caller);
  const wanted = { id: newId(), isMailed: false };
  const invitation = await transaction(app, async (tx) => {
    checkEnd(expiresAt, await databaseNow(tx));
    const created = await tx.invitation.create({
      data: {
        ...wanted,
        portalId: portal.id,
        inviterId,
        apiTokenId,
        hash: hashSecret(tokenOf(app, wanted)),
        emailDomains: [...new Set(emailDomains ?? [])],
        uses,
        expiresAt,
        approved,
        label,
      },
    });
    await record(tx, {
      type: 'invitation.created',
      portalId: portal.id,
      actor: byCaller(caller),
      subject: { kind: 'INVITATION', id: wanted.id },
      data: { approved, mailed: false, uses },
    });
    return created;
  });
  return { invitation, link: signUpLink(app, portal, invitation) };
}

function checkEnd(expiresAt: Date, now: Date): void {
  const path = ['expiresAt'];
  const issues: Issue[] = [];
  if (expiresAt <= now) issues.push({ path, code: 'TOO_LOW', message: 'Must be in the future.' });
  const latest = now.getTime() + LONGEST_LINK_TTL_MS;
  if (expiresAt.getTime() > latest) issues.push({ path, code: 'TOO_HIGH', message: 'Must be at most 366 days from now.' });
  if (issues.length > 0) throw new InvalidInput(issues);
}
