import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { rowsAtRest, spellings } from '../kit/at-rest.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect, failure } from '../kit/sso.ts';
import { param } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { origins: ['https://app.demo.test'], ssoCallbacks: ['https://app.demo.test/in'] }, admin);

test('R8: no secret, code or token of a log-in with SSO is in a log, and none at rest', async () => {
  const secrets: string[] = [issuer.clientSecret];
  const connection = await connect(gatehouse, issuer);
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const ways = [
    {},
    { onlyInIdToken: ['sub'] },
    { person: { sub: 'unverified', email: 'unverified@people.test' } },
    { forgery: 'payload changed under an old signature' },
    { forgery: 'alg none' },
    { idToken: { nonce: 'another' } },
    { idToken: { exp: 1 } },
    { iss: 'https://evil.test' },
    { refusal: 'access_denied' },
    { tokenRefusal: 'invalid_grant' },
    { trouble: { token: 'down' } },
    { trouble: { token: 'broken' } },
    { trouble: { token: 'not json' } },
    { trouble: { token: 'redirecting' } },
    { trouble: { userinfo: 'broken' }, onlyInIdToken: ['sub'] },
    { userinfo: { sub: 'other' }, onlyInIdToken: ['sub'] },
  ] as const;
  const ends: (string | null)[] = [];
  for (const behaviour of ways) {
    issuer.behave({ ...behaviour } as Parameters<typeof issuer.behave>[0]);
    for (const query of [{}, { challenge, returnTo: 'https://app.demo.test/' }]) {
      const { browser, callback, toProvider, end } = await comeIn(connection, query);
      ends.push(failure(end));
      secrets.push(...browser.cookies.map(({ value }) => value));
      secrets.push(callback.searchParams.get('code') ?? '', end.location?.searchParams.get('code') ?? '');
      secrets.push(param(toProvider, 'state').replace('demo.', ''), param(toProvider, 'nonce'));
      // The secret of the way, which the cookie that is gone by now held.
      const cookie = present((await browser.visit(connection.startUrl)).headers.getSetCookie()[0]);
      secrets.push(cookie.match(/=([\w-]{43});/)?.[1] ?? 'no cookie');
    }
  }
  issuer.behave();
  const logoutToken = await issuer.logoutToken();
  for (const token of [logoutToken, await issuer.logoutToken({ aud: 'other' })]) {
    const body = new URLSearchParams({ logout_token: token });
    await fetch(`${connection.startUrl.replace('start', 'back-channel-logout')}`, { method: 'POST', body });
    secrets.push(token);
  }
  await gatehouse.drain();
  expect(new Set(ends)).toEqual(new Set([null, 'INVALID_ANSWER', 'REFUSED', 'UNAVAILABLE', 'MISCONFIGURED']));

  const all = new Set([...secrets, ...issuer.secrets].filter(Boolean));
  expect([...all].filter((secret) => secret.length < 20)).toEqual([]);
  expect(all.size).toBeGreaterThan(150);
  const parts = [...all].flatMap((secret) =>
    secret.includes('.') ? [secret, ...secret.split('.').slice(1).filter(Boolean)] : [secret],
  );
  const logs = gatehouse.logs.join('');
  const places = { logs, rows: await rowsAtRest(gatehouse) };
  for (const [name, place] of Object.entries(places)) {
    expect([name, parts.filter((secret) => spellings(secret).some((form) => place.includes(form)))]).toEqual([name, []]);
  }
  // The search would have found them: it finds what may be there. No address is in the log, nor in what admins are told.
  expect(places.rows).toContain('ada@people.test');
  const kept = await gatehouse.sql('SELECT reason, detail FROM sso_failures');
  expect(kept.length).toBeGreaterThan(20);
  for (const text of [logs, JSON.stringify(kept)]) {
    expect(text).not.toMatch(/@people|code=|state=|https?:\/\//);
  }
});

test('a client secret that was sealed under the key before the present one is still read; under any other, admins are told', async () => {
  const connection = await connect(gatehouse, issuer);
  const newKey = () => randomBytes(32).toString('base64');
  const old = present(gatehouse.environment['SECRET_KEY']);
  const rotated = await startInstallation({ SECRET_KEY: newKey(), SECRET_KEY_PREVIOUS: old }, gatehouse);
  const keyless = await startInstallation({ SECRET_KEY: newKey() }, gatehouse);
  const at = ({ url }: typeof rotated) => ({ ...connection, startUrl: connection.startUrl.replace(gatehouse.url, url) });
  expect(failure((await comeIn(at(rotated))).end)).toBeNull();
  const { status, headers } = await fetch(at(keyless).startUrl, { redirect: 'manual' });
  expect([status, new URL(present(headers.get('location'))).searchParams.get('reason')]).toEqual([303, 'MISCONFIGURED']);
});
