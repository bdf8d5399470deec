import type { Developer, Portal, SsoConfirmation } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { tellStatusOnceEvaluated } from '../decisions/tell-status.ts';
import { lockDeveloper } from '../developers/lock-developer.ts';
import { InvalidToken } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { clearState } from '../mail-states/clear.ts';
import { atPortal, type ConnectionAtPortal } from '../sso-connections/connection.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { applyApprovalPolicy } from './apply-approval-policy.ts';
import { ConnectionChanged, holdConnection } from './hold-connection.ts';
import { mayLink } from './may-link.ts';
import { AddressTaken, NotInvited, registerPerson } from './register-by-sso.ts';

/** @limit attempts: Attempts to link an account while another request changes it. Beyond: The request fails. */
export const MOST_TRIES = 3;

export type ConfirmedSso = {
  developerId: string;
  email: string;
  status: Developer['status'];
  portal: Portal;
  connection: ConnectionAtPortal;
};

/** Works every time while the link is valid, but only the first time changes anything. Does not log the person in. */
export async function confirmSso(app: App, input: { token: string }): Promise<ConfirmedSso> {
  const { developerId, confirmation } = await joinOnce(app, input.token);
  const status = await tellStatusOnceEvaluated(app, developerId);
  if (!status) throw new InvalidToken();
  const { email, connection } = confirmation;
  return { developerId, email, status, portal: connection.portal, connection };
}

type Confirmation = SsoConfirmation & { connection: ConnectionAtPortal };

async function joinOnce(app: App, token: string): Promise<{ developerId: string; confirmation: Confirmation }> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    const confirmation = await getConfirmation(app, token);
    try {
      return { developerId: await transaction(app, (tx) => join(tx, confirmation)), confirmation };
    } catch (error) {
      if (error instanceof AddressTaken || error instanceof NotInvited) throw new InvalidToken();
      // Another request took the address or the account, for example a second click on the same link.
      if (!isTaken(error) && !(error instanceof ConnectionChanged)) throw error;
    }
  }
  throw new InvalidToken();
}

async function getConfirmation(app: App, token: string): Promise<Confirmation> {
  const confirmation = await app.prisma.ssoConfirmation.findUnique({
    where: { hash: hashSecret(token), expiresAt: { gt: await databaseNow(app.prisma) } },
    include: { connection: { include: { portal: true } } },
  });
  const connection = confirmation && atPortal(confirmation.connection);
  if (!connection?.enabled || connection.issuer !== confirmation?.issuer) throw new InvalidToken();
  return { ...confirmation, connection };
}

async function join(tx: Transaction, { connection, ...confirmation }: Confirmation): Promise<string> {
  const { portalId } = connection;
  const { id, connectionId, issuer, subject, email, typedEmail, fullName, groups } = confirmation;
  await holdConnection(tx, connection);
  // Locks the account before the link, like the code that ends links.
  const developer = confirmation.developerId ? await lockDeveloper(tx, confirmation.developerId) : null;
  const [open] = await tx.$queryRaw<{ developerId: string | null }[]>`
    SELECT developer_id AS "developerId" FROM sso_confirmations WHERE id = ${id}::uuid FOR UPDATE`;
  if (!open) throw new InvalidToken();
  const key = { portalId, issuer, subject };
  const known = await tx.ssoIdentity.findUnique({ where: { portalId_issuer_subject: key } });
  if (known && known.developerId === open.developerId) return known.developerId;
  if (known) throw new InvalidToken();

  if (open.developerId) {
    if (!developer || !(await mayLink(tx, developer, confirmation))) throw new InvalidToken();
    const identityId = newId();
    await tx.ssoIdentity.create({ data: { id: identityId, ...key, developerId: developer.id, fullName, email, groups } });
    await record(tx, {
      type: 'identity.linked',
      portalId: portalId,
      actor: byDeveloper(developer.id),
      subject: { kind: 'DEVELOPER', id: developer.id },
      data: { identityId },
    });
    await clearState(tx, developer.id, 'LINK');
    await applyApprovalPolicy(tx, connection, developer.id);
    return developer.id;
  }
  const { developerId } = await registerPerson(tx, connection, confirmation, { canonical: email, typed: typedEmail });
  // From now on all links for this account and address belong to the developer.
  const same = { connectionId, issuer, subject, email, developerId: null };
  await tx.ssoConfirmation.updateMany({ where: same, data: { developerId } });
  return developerId;
}
