import { afterAll } from 'vitest';
import { freePort } from '../../../dev/ports.ts';
import { adminUpdateNotifications, openDemoPortal, setSignUpFields, updatePortal } from '../../kit/admins.ts';
import { adminConfirm } from '../../kit/confirm.ts';
import { startNameServer } from '../../kit/dns.ts';
import { ADMIN, startInstallation } from '../../kit/installation.ts';
import { startIssuer } from '../../kit/issuer.ts';
import { succeed } from '../../kit/mutate.ts';
import { type Queue, startRedis } from '../../kit/redis.ts';
import { connect, connectAdmins } from '../../kit/sso.ts';
import { CALLBACK, CLIENT, type Ground } from './act.ts';

/** An installation with everything that any act needs. Call it at the top of the file. */
export async function prepareGround(queue: Queue): Promise<Ground> {
  const redis = queue === 'Redis' ? await startRedis((stop) => void afterAll(stop)) : null;
  const [issuer, dns, port] = [await startIssuer(), await startNameServer(), await freePort()];
  const gatehouse = await startInstallation({
    PORT: String(port),
    // The built processes listen elsewhere, and speak for the same installation.
    PUBLIC_URL: `http://localhost:${port}`,
    SSO_ALLOWED_PRIVATE_HOSTS: 'localhost',
    DNS_SERVERS: dns.address,
    ...(redis && { REDIS_URL: redis.url }),
  });
  const owner = await openDemoPortal(gatehouse);
  await succeed(updatePortal(gatehouse, { secondFactor: 'OPTIONAL', origins: [CLIENT], ssoCallbacks: [CALLBACK] }, owner));
  // One mail in five minutes would go to the first subject alone.
  await succeed(adminUpdateNotifications(gatehouse, { portal: 'demo', frequency: 'NEVER' }, owner));
  const rating = { key: 'rating', label: 'Rating', kind: 'TEXT', visibleTo: 'ADMINS', editableBy: 'ADMINS' } as const;
  await succeed(setSignUpFields(gatehouse, [rating], owner));
  return {
    gatehouse,
    owner,
    issuer,
    dns,
    connection: await connect(gatehouse, issuer),
    company: await connectAdmins(gatehouse, issuer),
  };
}

/** A confirmation of the OWNER counts for ten minutes. */
const CONFIRM_EVERY_MS = 5 * 60_000;
const confirmedAt = new WeakMap<Ground, number>();

/**
 * Call it before each act: some acts of the OWNER ask for a confirmation. And a session that was seen a moment ago is not noted as seen
 * again, so each act has the same statements each time.
 */
export async function confirmOwner(ground: Ground): Promise<void> {
  const seen = 'UPDATE admin_sessions SET last_seen_at = now() WHERE admin_id = (SELECT id FROM admins WHERE email = $1)';
  await ground.gatehouse.sql(seen, [ADMIN.email]);
  const last = confirmedAt.get(ground);
  if (last !== undefined && performance.now() - last < CONFIRM_EVERY_MS) return;
  await succeed(adminConfirm(ground.gatehouse, { password: ADMIN.password }, ground.owner));
  confirmedAt.set(ground, performance.now());
}
