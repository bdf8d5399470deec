import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { adminWithTotp, wrongCodeOf } from '../kit/second-factors.ts';
import { LARGEST_DIFFERENCE_MS, REQUESTS, sampleTimes, tellApart } from '../kit/timing.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const withApp = await adminWithTotp(gatehouse, 'app@timing.test');
const withPasskey = await adminWithTotp(gatehouse, 'passkey@timing.test');
const adminId = '(SELECT id FROM admins WHERE email = $1)';
await gatehouse.sql(
  `INSERT INTO second_factors (id, admin_id, kind, name, credential_id, public_key, sign_count)
   VALUES (gen_random_uuid(), ${adminId}, 'PASSKEY', 'Key', '\\x01', '\\x02', 0)`,
  [withPasskey.email],
);
await gatehouse.sql(`DELETE FROM second_factors WHERE kind = 'TOTP' AND admin_id = ${adminId}`, [withPasskey.email]);
// Ten wrong codes would end the test.
await gatehouse.sql("CREATE FUNCTION forget_guess() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
await gatehouse.sql(
  `CREATE TRIGGER guesses_are_forgotten BEFORE INSERT ON throttles FOR EACH ROW
   WHEN (NEW.key LIKE 'code:%') EXECUTE FUNCTION forget_guess()`,
);

/** Steps of log-ins after the right password. @returns their tokens */
async function steps(email: string): Promise<string[]> {
  const tokens = Array.from({ length: REQUESTS }, () => randomBytes(32).toString('base64url'));
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest());
  await gatehouse.sql(
    `INSERT INTO factor_challenges (id, hash, purpose, admin_id, password_hash, expires_at)
     SELECT gen_random_uuid(), hash, 'LOG_IN', admins.id, password_hash, now() + interval '5 minutes'
     FROM admins, unnest($2::bytea[]) AS hash WHERE email = $1`,
    [email, hashes],
  );
  return tokens;
}

const CONFIRM = `mutation($input: AdminConfirmSecondFactorInput!) { adminConfirmSecondFactor(input: $input) { __typename } }`;

test('R116: a wrong code takes as long as a code for which the admin has no app', async () => {
  const [ofApp, ofPasskey] = [await steps(withApp.email), await steps(withPasskey.email)];
  const code = wrongCodeOf(withApp.secret);
  const input = (challenge: string | undefined) => ({ input: { challenge, code, session: 'TOKEN' } });
  const times = await sampleTimes(gatehouse.url, {
    'a wrong code': (at) => ({ query: CONFIRM, variables: input(ofApp[at]) }),
    'no app': (at) => ({ query: CONFIRM, variables: input(ofPasskey[at]) }),
  });
  expect(tellApart(times, LARGEST_DIFFERENCE_MS)).toEqual([]);
  const tries = await gatehouse.sql('SELECT 1 FROM factor_challenges WHERE tries = 1');
  expect(tries.length).toBe(2 * ((times['no app']?.length ?? 0) + 20));
});
