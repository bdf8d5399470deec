import * as z from 'zod';
import { type DeveloperStatus, type Portal, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { fromNow } from '../clock.ts';
import { tellStatusOnceEvaluated, toldOnceEvaluated } from '../decisions/tell-status.ts';
import { InvalidToken, PasswordLoginOff } from '../errors.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { hashPassword } from '../passwords/hash.ts';
import { WATCH_MS, watchTokenOf } from '../streams/watch-token.ts';
import { remembered } from '../throttles/known-devices.ts';
import { findToken } from '../tokens/find-token.ts';
import { newSecret } from '../tokens/secrets.ts';
import { checkDeveloperPassword } from './check-developer-password.ts';

export type PasswordChosen = {
  developerId: string;
  email: string;
  status: DeveloperStatus;
  portal: Portal;
  device: string;
  watchToken: string;
};

const setPasswordInput = z.object({ token: z.string(), password });

/** Does not log in. Only one of several parallel calls succeeds. Waits up to 2 s for an automatic approval. */
export async function setPassword(
  app: App,
  input: z.input<typeof setPasswordInput>,
  client: Pick<Client, 'ip'>,
): Promise<PasswordChosen> {
  const chosen = parseInput(setPasswordInput, input);
  const found = await findToken(app, chosen.token, 'SET_PASSWORD');
  if (!found) throw new InvalidToken();
  const { id, email, portal } = found.developer;
  if (!portal.passwordLogin) throw new PasswordLoginOff();
  await checkDeveloperPassword(app, chosen.password, found.developer, portal);

  const passwordHash = await hashPassword(chosen.password, client.ip);
  const device = newSecret();
  const [set] = await app.prisma.$queryRaw<[{ status: DeveloperStatus; isEvaluated: boolean; watchUntil: Date }?]>`
    WITH chosen AS (
      UPDATE developers SET password_hash = ${passwordHash}, ${toldOnceEvaluated}
      WHERE id = ${id}::uuid AND password_hash IS NULL AND status IN ('PENDING', 'APPROVED')
        AND EXISTS (SELECT FROM tokens WHERE id = ${found.token.id}::uuid)
      RETURNING id, portal_id, status, evaluated_at, ${newId()}::uuid AS event_id
    ),
    event AS (${passwordSet(app)}),
    ended AS (DELETE FROM tokens WHERE developer_id = (SELECT id FROM chosen) AND purpose IN ('SET_PASSWORD', 'OPEN_REGISTRATION')),
    ${remembered({ portalId: portal.id }, Prisma.sql`chosen`, device)}
    SELECT status, evaluated_at IS NOT NULL AS "isEvaluated", ${fromNow(WATCH_MS)} AS "watchUntil" FROM chosen`;
  if (!set) throw new InvalidToken();

  const isTold = set.isEvaluated || set.status !== 'PENDING';
  const status = isTold ? set.status : await tellStatusOnceEvaluated(app, id);
  if (!status) throw new InvalidToken();
  return {
    developerId: id,
    email,
    status,
    portal,
    device,
    watchToken: watchTokenOf(app, { developerId: id, until: set.watchUntil }),
  };
}

const passwordSet = ({ origin }: App): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`chosen`, {
    type: 'password.set',
    actor: { kind: 'DEVELOPER', id: Prisma.sql`id` },
    subject: { kind: 'DEVELOPER', id: Prisma.sql`id` },
    data: {},
  });
