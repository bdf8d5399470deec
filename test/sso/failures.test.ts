import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { connectionsOf } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect, failure, goToProvider } from '../kit/sso.ts';
import { param } from '../kit/web-browser.ts';

const KEPT = 50;

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);

beforeEach(() => issuer.behave());

const failuresOf = async (id: string) =>
  (await connectionsOf(gatehouse, { token: admin }))?.find((connection) => connection.id === id)?.recentFailures ?? [];

const references = async (id: string) => (await failuresOf(id)).map(({ reference }) => reference);

/** Somebody at the provider, who refuses, or changes what the provider answers. @returns the number of the failure page */
async function fail(connection: { id: string; portal: string; startUrl: string }, answer: Record<string, string>) {
  const { browser, callback } = await goToProvider(connection);
  callback.searchParams.delete('code');
  for (const [name, value] of Object.entries(answer)) callback.searchParams.set(name, value);
  const end = await browser.visit(callback);
  expect(failure(end)).not.toBeNull();
  return param(end.location, 'reference');
}

test('however many strangers refuse at the provider, the failures that admins have to see stay', async () => {
  const connection = await connect(gatehouse, issuer);
  issuer.behave({ tokenRefusal: 'invalid_client' });
  const real = (await comeIn(connection)).end.location?.searchParams.get('reference');
  issuer.behave({ person: { sub: 'nobody', email: undefined } });
  const nameless = (await comeIn(connection)).end.location?.searchParams.get('reference');
  issuer.behave();
  const refused: string[] = [];
  for (let at = 0; at < KEPT + 10; at++) refused.push(await fail(connection, { error: 'access_denied' }));
  const kept = await references(connection.id);
  // Of those who refused, the latest; the newest of all first.
  expect(kept).toEqual([...refused.slice(-KEPT + 2).reverse(), nameless, real]);
});

test('strangers who come back with made-up answers do not push out other failures either', async () => {
  const connection = await connect(gatehouse, issuer);
  issuer.behave({ trouble: { token: 'broken' } });
  const real = (await comeIn(connection)).end.location?.searchParams.get('reference');
  issuer.behave();
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (const letter of letters) {
    await fail(connection, { error: `stranger_${letter}` });
    await fail(connection, { error: `<${letter}>` });
    await fail(connection, { code: letter });
    await fail(connection, { iss: `https://${letter}.test` });
  }
  for (const error of ['constructor', '__proto__']) await fail(connection, { error });
  const kept = await failuresOf(connection.id);
  expect([kept.length, kept.map(({ reference }) => reference).includes(present(real))]).toEqual([KEPT, true]);
  expect(new Set(kept.map(({ detail }) => detail)).size).toBeLessThan(10);
  expect(kept.map(({ reason }) => reason).filter((reason) => !/^[A-Z_]+$/.test(reason))).toEqual([]);
});

test('the newest failures are kept of each cause, also when many happen at once, and each connection has its own list', async () => {
  const [one, other] = [await connect(gatehouse, issuer), await connect(gatehouse, issuer)];
  const alone = await fail(other, { error: 'access_denied' });
  await Promise.all(Array.from({ length: KEPT + 10 }, () => fail(one, { error: 'access_denied' })));
  const last = await fail(one, { error: 'access_denied' });
  const kept = await references(one.id);
  expect([kept.length, kept[0], await references(other.id)]).toEqual([KEPT, last, [alone]]);
});
