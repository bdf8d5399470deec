import { expect, test } from 'vitest';
import { CHALLENGE_MS } from '../../domain/second-factors/challenges.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { adminStartConfirm } from '../kit/confirm.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

test('a challenge is for the session that asks, lasts 5 minutes, and is stored as a hash', async () => {
  const { challenge, methods, expiresAt } = await succeed(adminStartConfirm(gatehouse, owner));
  expect(challenge).toMatch(/^[\w-]{43}$/);
  expect(methods).toEqual([]);
  expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(CHALLENGE_MS + 5_000);
  const [stored] = await gatehouse.sql(
    `SELECT purpose, session_id = (SELECT max(id::text)::uuid FROM admin_sessions) AS "isOfSession", hash = sha256($1::bytea) AS "isHash"
      FROM factor_challenges`,
    [Buffer.from(challenge)],
  );
  expect(stored).toEqual({ purpose: 'CONFIRM', isOfSession: true, isHash: true });
});
