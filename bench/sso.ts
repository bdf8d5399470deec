import { z } from 'zod';
import { end, startOwn } from './kit/children.ts';
import { comeIn } from './kit/come-in.ts';
import { insertConnection } from './kit/connection.ts';
import { startHttpFloor } from './kit/floor.ts';
import { startInstallation } from './kit/installation.ts';
import { againstFloor, type Line } from './kit/line.ts';
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
    (seconds) => comeInFor(seconds, floor.port, '/'),
    (seconds) => comeInFor(seconds, gatehouse.port, `/sso/demo/${id}/start`),
  );
  await end(provider);
  return [againstFloor('log-ins with SSO, 16 at once against bare openid-client', '/s', pairs, { atLeast: 0.2 })];
}

/** Returns log-ins per second. */
async function comeInFor(seconds: number, port: number, start: string): Promise<number> {
  const begin = performance.now();
  let count = 0;
  const visitor = async () => {
    for (; performance.now() < begin + seconds * 1_000; count++) await comeIn(port, start);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, visitor));
  return (count * 1_000) / (performance.now() - begin);
}
