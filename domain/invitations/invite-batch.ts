import type { Developer, Invitation, Portal } from '../../prisma/generated/client/client.ts';
import type { Address } from '../addresses/parse-address.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { Conflict } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { addJobs } from '../jobs/add-job.ts';
import { type Caller, signedBy } from '../permissions.ts';
import type { Answer } from '../sign-up-form/answer.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { INVITATION_TTL_MS } from './invitation-input.ts';
import { signUpLink, tokenOf } from './invitation-links.ts';

export type InvitedPerson = { email: Address; fullName: string | null; answers: Answer[] };

/** What all people of one call share. */
export type InvitationTerms = {
  approved: boolean;
  sendInvitation: boolean;
  expiresInMs: number | null;
  message: string | null;
};

/** `link` is null for an invitation that is emailed. */
export type Invited = { invitation: Invitation; link: string | null } | { error: Error };

/** One transaction. Returns the outcomes in the order of `people`. */
export async function inviteBatch(
  app: App,
  caller: Caller,
  portal: Portal,
  terms: InvitationTerms,
  people: InvitedPerson[],
): Promise<Invited[]> {
  return await transaction(app, async (tx) => {
    const registered = await findRegistered(tx, portal.id, people);
    const free = people.filter(({ email }) => !registered.has(email.canonical));
    const created = await createInvitations(app, tx, caller, portal, terms, free);
    return people.map(({ email: { canonical } }): Invited => {
      const status = registered.get(canonical);
      if (status) return { error: new Conflict(status, 'REGISTERED') };
      const invitation = created.get(canonical);
      if (!invitation) throw new Error('An invitation was not written.');
      return { invitation, link: invitation.isMailed ? null : signUpLink(app, portal, invitation) };
    });
  });
}

async function findRegistered(
  tx: Transaction,
  portalId: string,
  people: InvitedPerson[],
): Promise<Map<string, Developer['status']>> {
  const found = await tx.developer.findMany({
    where: { portalId, email: { in: people.map(({ email }) => email.canonical) }, emailVerifiedAt: { not: null } },
    select: { email: true, status: true },
  });
  return new Map(found.map(({ email, status }) => [email, status]));
}

async function createInvitations(
  app: App,
  tx: Transaction,
  caller: Caller,
  { id: portalId }: Portal,
  { approved, sendInvitation: isMailed, expiresInMs, message }: InvitationTerms,
  people: InvitedPerson[],
): Promise<Map<string, Invitation>> {
  if (people.length === 0) return new Map();
  const now = await databaseNow(tx);
  const expiresAt = new Date(now.getTime() + (expiresInMs ?? INVITATION_TTL_MS));
  const { adminId: inviterId, apiTokenId } = signedBy(caller);
  const made = people.map(({ email: { canonical, typed }, fullName, answers }) => {
    const id = newId();
    const hash = hashSecret(tokenOf(app, { id, isMailed }));
    const shared = { portalId, inviterId, apiTokenId, isMailed, message, approved, uses: 1, expiresAt };
    const mailedAt = isMailed ? now : null;
    return { id, hash, email: canonical, typedEmail: typed, fullName, answers, mailedAt, ...shared };
  });
  const created = await tx.invitation.createManyAndReturn({ data: made });
  const events = made.map(({ id }) => ({
    type: 'invitation.created' as const,
    portalId,
    actor: byCaller(caller),
    subject: { kind: 'INVITATION' as const, id },
    data: { approved, mailed: isMailed },
  }));
  await record(tx, ...events);
  const mails = isMailed ? made.map(({ id }) => ({ invitationId: id })) : [];
  await addJobs(tx, 'sendInvitationEmail', portalId, mails);
  return new Map(created.map((invitation) => [invitation.email ?? '', invitation]));
}
