import * as z from 'zod';
import type { ApiToken } from '../../prisma/generated/client/client.ts';
import { findNamedRoles, onlyPortalOf, rolesInput } from '../admins/given-roles.ts';
import { lockRoles } from '../admins/lock-roles.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { name, parseInput } from '../input.ts';
import { addJob } from '../jobs/add-job.ts';
import { type ActingAdmin, demandConfirmed } from '../logged-in-admin.ts';
import { mayEverywhere } from '../permissions.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { newApiToken, SHOWN_LENGTH } from './api-token-format.ts';
import { holdsRole } from './common-roles.ts';

/** @limit Time that an API token works. Beyond: InvalidInput. */
export const LONGEST_TOKEN_TTL_MS = 365 * DAY_MS;
/** @limit tokens: API tokens of one admin that work. Beyond: InvalidInput. */
export const MOST_TOKENS_OF_ONE = 50;
/** @limit tokens: API tokens of one installation that work. Beyond: InvalidInput. */
export const MOST_TOKENS = 1_000;

const createInput = z.object({
  name,
  roles: rolesInput,
  expiresAt: z.date().nullish(),
  service: z.boolean().nullish(),
});

/** The token is shown only once, because only its hash is stored. For admins with a session: a token makes no tokens. */
export async function createApiToken(
  app: App,
  admin: ActingAdmin | null,
  input: z.input<typeof createInput>,
): Promise<{ apiToken: ApiToken; token: string }> {
  if (!admin) throw new NotAllowed();
  const { roles, expiresAt, service, ...named } = parseInput(createInput, input);
  const given = await findNamedRoles(app, admin, roles);
  demandConfirmed(admin);
  const token = newApiToken();
  const apiToken = await transaction(app, async (tx) => {
    // Also keeps others from making tokens at the same time, so that the counts below are right.
    const [maker] = await lockRoles(tx, admin.id);
    if (!maker || !given.every((role) => holdsRole(maker.roles, role))) {
      throw new NotAllowed('ROLES_OF_TOKEN');
    }
    if (service && !mayEverywhere(maker, 'manageAdmins')) {
      throw new NotAllowed('SERVICE_TOKEN');
    }
    const now = await databaseNow(tx);
    const latest = new Date(now.getTime() + LONGEST_TOKEN_TTL_MS);
    checkEnd(expiresAt ?? latest, now, latest);
    await demandRoom(tx, maker.id, now);
    const id = newId();
    const created = await tx.apiToken.create({
      data: {
        id,
        hash: hashSecret(token),
        ...named,
        prefix: token.slice(0, SHOWN_LENGTH),
        makerId: maker.id,
        isService: service === true,
        expiresAt: expiresAt ?? latest,
        roles: { create: given.map((role) => ({ id: newId(), ...role })) },
      },
    });
    await record(tx, {
      type: 'api-token.created',
      portalId: onlyPortalOf(given),
      actor: byAdmin(maker),
      subject: { kind: 'API_TOKEN', id },
      data: { roles: given, service: created.isService, expiresAt: created.expiresAt.toISOString() },
    });
    await addJob(tx, 'sendApiTokenCreatedEmail', null, { apiTokenId: id });
    return created;
  });
  return { apiToken, token };
}

function checkEnd(expiresAt: Date, now: Date, latest: Date): void {
  const path = ['expiresAt'];
  if (expiresAt <= now) throw new InvalidInput([{ path, code: 'TOO_LOW', message: 'Must be in the future.' }]);
  if (expiresAt > latest) throw new InvalidInput([{ path, code: 'TOO_HIGH', message: 'Must be at most 365 days from now.' }]);
}

async function demandRoom(tx: Transaction, makerId: string, now: Date): Promise<void> {
  const live = { revokedAt: null, expiresAt: { gt: now } };
  const path = ['name'];
  if ((await tx.apiToken.count({ where: { makerId, ...live } })) >= MOST_TOKENS_OF_ONE) {
    const message = `You have ${MOST_TOKENS_OF_ONE} API tokens. Revoke one of them first.`;
    throw new InvalidInput([{ path, code: 'TOO_MANY', message, parameters: { maximum: MOST_TOKENS_OF_ONE } }]);
  }
  if ((await tx.apiToken.count({ where: live })) >= MOST_TOKENS) {
    const message = `There are ${MOST_TOKENS} API tokens. Somebody has to revoke one of them first.`;
    throw new InvalidInput([{ path, code: 'TOO_MANY', message, parameters: { maximum: MOST_TOKENS } }]);
  }
}
