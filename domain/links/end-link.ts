import { Prisma } from '../../prisma/generated/client/client.ts';
import { onlyPortalOf } from '../admins/given-roles.ts';
import type { App } from '../app.ts';
import { lockDeveloper } from '../developers/lock-developer.ts';
import { InvalidToken } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { isOpen } from '../invitations/invitation-state.ts';
import { signUpForm } from '../sign-up-form/sign-up-form.ts';
import { hashSecret, isSecret } from '../tokens/secrets.ts';
import { type Transaction, transaction } from '../transaction.ts';

/** Ends only this link, and deletes its form. The answer is the same for all well-formed tokens. */
export async function endLink(app: App, input: { token: string }): Promise<{ ended: true }> {
  if (!isSecret(input.token)) throw new InvalidToken();
  const hash = hashSecret(input.token);
  await transaction(app, async (tx) => {
    await endDeveloperLink(tx, hash);
    await declineInvitation(tx, hash);
    await tx.ssoConfirmation.deleteMany({ where: { hash } });
    await tx.adminToken.deleteMany({ where: { hash } });
    await declineAdminInvitation(tx, hash);
  });
  return { ended: true };
}

/** Only the person who got the email has the link. */
async function declineAdminInvitation(tx: Transaction, hash: Buffer<ArrayBuffer>): Promise<void> {
  const invitation = await tx.adminInvitation.findUnique({ where: { hash }, include: { roles: true } });
  const { count } = await tx.adminInvitation.deleteMany({ where: { hash } });
  if (!invitation || count === 0) return;
  await record(tx, {
    type: 'admin-invitation.declined',
    portalId: onlyPortalOf(invitation.roles),
    actor: { kind: 'ADMIN' },
    subject: { kind: 'ADMIN_INVITATION', id: invitation.id },
    data: {},
  });
}

async function endDeveloperLink(tx: Transaction, hash: Buffer<ArrayBuffer>): Promise<void> {
  const link = await tx.token.findUnique({ where: { hash, purpose: { not: 'SET_PASSWORD' } }, select: { developerId: true } });
  const developer = link && (await lockDeveloper(tx, link.developerId));
  if (!developer) return;
  await tx.token.deleteMany({ where: { hash } });
  const { id, portalId, emailVerifiedAt } = developer;
  if (emailVerifiedAt) {
    await record(tx, {
      type: 'link.ended',
      portalId,
      actor: byDeveloper(id),
      subject: { kind: 'DEVELOPER', id },
      data: {},
    });
  }
  if (!developer.emailVerifiedAt) await forgetForm(tx, developer.id);
}

/** Only a link that was emailed, because nobody may end the link of many people. */
async function declineInvitation(tx: Transaction, hash: Buffer<ArrayBuffer>): Promise<void> {
  const [declined] = await tx.$queryRaw<{ id: string; portalId: string }[]>`
    UPDATE invitations invitation SET revoked_at = now() WHERE hash = ${hash} AND is_mailed AND ${isOpen}
    RETURNING id, portal_id AS "portalId"`;
  if (!declined) return;
  const { id, portalId } = declined;
  await record(tx, {
    type: 'invitation.declined',
    portalId,
    actor: { kind: 'DEVELOPER' },
    subject: { kind: 'INVITATION', id },
    data: {},
  });
}

/** Deletes an unverified registration without links. Otherwise it takes the name of the last link. */
async function forgetForm(tx: Transaction, developerId: string): Promise<void> {
  const others = { developerId, purpose: 'VERIFY_EMAIL' } as const;
  const links = await tx.token.count({ where: others });
  if (links === 0) {
    await tx.developer.delete({ where: { id: developerId } });
    return;
  }
  const last = await tx.token.findFirst({ where: { ...others, form: { not: Prisma.DbNull } }, orderBy: { id: 'desc' } });
  const fullName = last ? signUpForm.parse(last.form).fullName : '';
  await tx.developer.update({ where: { id: developerId }, data: { fullName } });
}
