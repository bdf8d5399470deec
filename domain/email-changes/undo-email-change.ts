import type { App } from '../app.ts';
import { cancelDeletion } from '../developers/cancel-deletion.ts';
import { tellFactorChanged } from '../developers/tell-factor-changed.ts';
import { byDeveloper, record } from '../events/record.ts';
import { forgetGuesses } from '../throttles/limit-guesses.ts';
import { endSsoCodes, endSsoLinks } from '../tokens/end-links.ts';
import { issuePasswordToken, type PasswordToken } from '../tokens/issue-password-token.ts';
import type { Transaction } from '../transaction.ts';
import { type MovedAddress, moveAddress } from './move-address.ts';

export type UndoneChange = MovedAddress & { [Field in keyof PasswordToken]: PasswordToken[Field] | null };

/**
 * Takes away everything that an intruder may hold. Keeps the undo links of earlier changes, because they may be the owner's.
 */
export async function undoEmailChange(app: App, input: { token: string }): Promise<UndoneChange> {
  let issued: PasswordToken | null = null;
  const moved = await moveAddress(app, input.token, 'UNDO_EMAIL_CHANGE', async (tx, developer, link) => {
    const { id: developerId, portalId } = developer;
    await tx.$executeRaw`
      DELETE FROM sso_identities WHERE developer_id = ${developerId}::uuid
        AND created_at > (SELECT created_at FROM tokens WHERE id = ${link.id}::uuid) - interval '72 hours'`;
    const areFactorsRemoved = await removeLaterFactors(tx, developerId, portalId, link.id);
    // Ids sort by time.
    const earlier = { purpose: 'UNDO_EMAIL_CHANGE', id: { lt: link.id } } as const;
    await tx.token.deleteMany({ where: { developerId, NOT: earlier } });
    await endSsoLinks(tx, developerId);
    await endSsoCodes(tx, developerId);
    await tx.session.deleteMany({ where: { developerId } });
    await cancelDeletion(tx, developer);
    const owner = await tx.developer.update({ where: { id: developerId }, data: { passwordHash: null } });
    await forgetGuesses(app, tx, { realm: { portalId }, email: owner.email }, owner);
    if (areFactorsRemoved) await tellFactorChanged(tx, owner, 'RESET');
    await record(tx, {
      type: 'developer.email-change-undone',
      portalId: portalId,
      actor: byDeveloper(developerId),
      subject: { kind: 'DEVELOPER', id: developerId },
      data: {},
    });
    issued = await issuePasswordToken(app, tx, developerId);
  });
  const none = { passwordToken: null, expiresAt: null };
  return { ...moved, ...none, ...(moved.portal.passwordLogin ? issued : none) };
}

/**
 * The links that set up a second factor went to the new address since, so an intruder may hold what they set up, and recovery codes that
 * were renewed since.
 */
async function removeLaterFactors(tx: Transaction, developerId: string, portalId: string, linkId: string): Promise<boolean> {
  const factors = await tx.$executeRaw`
    DELETE FROM second_factors WHERE developer_id = ${developerId}::uuid
      AND created_at > (SELECT created_at FROM tokens WHERE id = ${linkId}::uuid)`;
  const codes = await tx.$executeRaw`
    DELETE FROM recovery_codes WHERE developer_id = ${developerId}::uuid
      AND created_at > (SELECT created_at FROM tokens WHERE id = ${linkId}::uuid)`;
  if (factors + codes === 0) return false;
  await record(tx, {
    type: 'second-factor.reset',
    portalId,
    actor: byDeveloper(developerId),
    subject: { kind: 'DEVELOPER', id: developerId },
    data: { factors },
  });
  return true;
}
