import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { signUp } from '../kit/people.ts';
import { LARGEST_DIFFERENCE_MS, REQUESTS, sampleTimes, tellApart } from '../kit/timing.ts';

const gatehouse = await startInstallation({ CLIENT_LIMIT: 'off' });
await openDemoPortal(gatehouse);
await signUp(gatehouse, 'ada@timing.test');
await gatehouse.drain();

const newSecrets = () => Array.from({ length: REQUESTS }, () => randomBytes(32).toString('base64url'));

/** Secrets of requests whose emails have codes. */
async function secretsOfEmails(): Promise<string[]> {
  const secrets = newSecrets();
  const hashes = secrets.map((secret) => createHash('sha256').update(secret).digest());
  await gatehouse.sql(
    `INSERT INTO tokens (id, developer_id, purpose, hash, code_secret_hash, expires_at)
     SELECT gen_random_uuid(), developers.id, 'VERIFY_EMAIL', sha256(hash), hash, now() + interval '1 day'
     FROM developers, unnest($1::bytea[]) AS hash`,
    [hashes],
  );
  return secrets;
}

const VERIFY = 'mutation($input: VerifyEmailCodeInput!) { verifyEmailCode(input: $input) { __typename } }';

test('R193: a wrong code takes as long as a code for an address that is registered, and as an unknown secret', async () => {
  const [ofEmails, ofNobody] = [await secretsOfEmails(), newSecrets()];
  const input = (codeSecret: string | undefined) => ({ input: { portal: 'demo', codeSecret, code: '123456' } });
  const times = await sampleTimes(gatehouse.url, {
    'a wrong code': (at) => ({ query: VERIFY, variables: input(ofEmails[at]) }),
    'a secret without a code': (at) => ({ query: VERIFY, variables: input(ofNobody[at]) }),
  });
  expect(tellApart(times, LARGEST_DIFFERENCE_MS)).toEqual([]);
});
