import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { changedSettings } from '../events/changed-settings.ts';
import { byCaller, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { type ActingCaller, demandConfirmed } from '../logged-in-admin.ts';
import { hasWayIn, isWayIn, LAST_WAY_IN } from '../portals/way-in.ts';
import { sealClientSecret } from '../providers/client-secret.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { checkIssuer, checkNotOfPortals, connectionFields } from './connection-input.ts';
import { getConnection, lockConnection } from './get-connection.ts';
import { proveSecret } from './prove-secret.ts';
import { untried } from './untried.ts';

const { label, issuer, clientId } = connectionFields;
const updateInput = z.object({
  id: z.string(),
  ...connectionFields,
  label: label.nullish(),
  issuer: issuer.nullish(),
  clientId: clientId.nullish(),
});

/** The columns that a trial log-in tests, with their paths in the input. */
const TRIED_OUT = [
  ['issuer', ['issuer']],
  ['clientId', ['clientId']],
  ['sealedClientSecret', ['clientSecret']],
  ['scopes', ['scopes']],
  ['nameClaim', ['claims', 'name']],
  ['emailClaim', ['claims', 'email']],
  ['groupsClaim', ['claims', 'groups']],
] as const satisfies [keyof SsoConnection, string[]][];

/**
 * After a change to a tested setting, attempts under way end and the connection needs a new trial. A new client secret needs
 * no trial if passwords are off and the provider accepts the secret. `force` enables an untested connection.
 */
export async function updateSsoConnection(
  app: App,
  caller: ActingCaller | null,
  input: z.input<typeof updateInput>,
): Promise<SsoConnection> {
  if (!caller) throw new NotAllowed();
  const { id, ...given } = parseInput(updateInput, input);
  const found = await getConnection(app, caller, id);
  demandConfirmed(caller);
  if (!found.portal) checkNotOfPortals(given);
  if (given.issuer && given.issuer !== found.issuer) await checkIssuer(app, found.portal, given.issuer);
  const proof = given.clientSecret ? await proveSecret(app, found, withChanges(app, found, given)) : null;

  return await transaction(app, async (tx) => {
    const { portal, ...before } = await lockConnection(tx, found);
    const after = withChanges(app, before, given);
    // The connection may have changed since the provider was asked.
    const isProved = proof?.isProved && before.updatedAt.getTime() === found.updatedAt.getTime();
    const changed = TRIED_OUT.filter(([column]) => !isDeepStrictEqual(before[column], after[column]))
      .filter(([column]) => !(isProved && column === 'sealedClientSecret'))
      .map(([, path]) => [...path]);
    if (changed.length > 0) after.testedAt = null;
    if (after.enabled && !before.enabled && !after.testedAt && !given.force) throw untried();
    if (portal && !portal.passwordLogin && isWayIn(before) && !isWayIn(after) && !(await hasWayIn(tx, portal.id, id))) {
      const paths = after.enabled ? changed : [['enabled']];
      const refusal = proof && !proof.isProved ? proof.refusal : LAST_WAY_IN;
      const message = (path: string[]) => (path[0] === 'clientSecret' ? refusal : LAST_WAY_IN);
      throw new InvalidInput(paths.map((path) => ({ path, code: 'NO_WAY_IN', message: message(path) })));
    }
    if (changed.length > 0) await endLogInsUnderWay(tx, id);
    const { id: _, portalId, createdAt, ...data } = after;
    const updated = await tx.ssoConnection.update({ where: { id }, data: { ...data, updatedAt: await databaseNow(tx) } });
    await record(tx, {
      type: 'connection.updated',
      portalId,
      actor: byCaller(caller),
      subject: { kind: 'CONNECTION', id },
      data: { ...changedSettings(before, updated), isSecretChanged: given.clientSecret !== undefined },
    });
    return updated;
  });
}

function withChanges(
  app: App,
  before: SsoConnection,
  { claims, clientSecret, ...given }: Omit<z.output<typeof updateInput>, 'id'>,
): SsoConnection {
  return {
    ...before,
    label: given.label ?? before.label,
    issuer: given.issuer ?? before.issuer,
    clientId: given.clientId ?? before.clientId,
    sealedClientSecret: secretAfter(app, before, clientSecret),
    scopes: given.scopes ?? before.scopes,
    nameClaim: claims?.name ?? before.nameClaim,
    emailClaim: claims?.email ?? before.emailClaim,
    groupsClaim: claims?.groups ?? before.groupsClaim,
    verifiedDomains: given.verifiedDomains ?? before.verifiedDomains,
    emailDomains: given.emailDomains ?? before.emailDomains,
    approval: given.approval ?? before.approval,
    enabled: given.enabled ?? before.enabled,
  };
}

/** Null removes the secret; undefined keeps it. */
function secretAfter(app: App, { id, sealedClientSecret }: SsoConnection, clientSecret: string | null | undefined) {
  if (clientSecret === undefined) return sealedClientSecret;
  return clientSecret === null ? null : sealClientSecret(app, id, clientSecret);
}

/** A trial proves nothing about new settings. */
async function endLogInsUnderWay(tx: Transaction, connectionId: string): Promise<void> {
  await tx.ssoTrial.deleteMany({ where: { connectionId, finishedAt: null } });
  await tx.ssoAttempt.deleteMany({ where: { connectionId } });
}
