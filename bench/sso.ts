import * as z from 'zod';
import { end, startOwn } from './kit/children.ts';
import { comeIn } from './kit/come-in.ts';
import { insertConnection } from './kit/connection.ts';
import { inLanes, metered } from './kit/done.ts';
import { startHttpFloor } from './kit/floor.ts';
import { startInstallation } from './kit/installation.ts';
import { type Line, ratesAgainstFloor } from './kit/line.ts';
import { inTurns } from './kit/rounds.ts';

const AT_ONCE = 16;

/** Log-ins with SSO, from the start to the session, of people who have come before. */
export async function sso(): Promise<Line[]> {
  const { child: provider, ready } = await startOwn('openid-provider.ts');
  const { issuer } = z.object({ issuer: z.string() }).parse(ready);
  await using gatehouse = await startInstallation('PostgreSQL', { SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer).host });
  await using floor = await startHttpFloor('sso', { ISSUER: issuer });
  const id = await insertConnection(gatehouse.parts().services.databaseUrl, issuer);
  const pairs = await inTurns(
    (seconds) => inLanes(AT_ONCE, seconds, () => comeIn(floor.port, '/')),
    (seconds) => metered(gatehouse, () => inLanes(AT_ONCE, seconds, () => comeIn(gatehouse.port, `/sso/demo/${id}/start`))),
  );
  await end(provider);
  return [ratesAgainstFloor('log-ins with SSO, 16 at once against bare openid-client', pairs, { atLeast: 0.2 })];
}
