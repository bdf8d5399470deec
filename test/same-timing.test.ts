import { describe, expect, test } from 'vitest';
import { startInstallation } from './kit/installation.ts';
import { approvedPerson, openDemoPortal } from './kit/people.ts';
import { LARGEST_DIFFERENCE_MS, mannWhitney, REQUESTS, sampleTimes, tellApart, timeOfHash } from './kit/timing.ts';

const MOST_RUNS = 3;
const FAILURES = 2;
const portal = 'demo';
const password = 'not the right password';
const KINDS = ['unknown', 'unverified', 'pending', 'approved', 'rejected', 'revoked'];

/** Half of what a hash takes here, so that a machine fast enough to hash in 10 ms finds out who skips one, too. */
const difference = Math.min(LARGEST_DIFFERENCE_MS, (await timeOfHash()) / 2);
const gatehouse = await startInstallation();
await approvedPerson(gatehouse, 'pattern@timing.test', await openDemoPortal(gatehouse));

// So many of each kind that nobody is met twice by one act: the bound on mails and the count of failures cut in nowhere.
await gatehouse.sql(
  `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at, password_hash, updated_at)
   SELECT gen_random_uuid(), portal_id, address, address, full_name,
     (CASE kind WHEN 'unverified' THEN 'PENDING' ELSE upper(kind) END)::"DeveloperStatus",
     CASE WHEN kind <> 'unverified' THEN now() END, CASE WHEN kind <> 'unverified' THEN password_hash END, now()
   FROM developers, unnest($1::text[]) kind, generate_series(0, $2) n, concat(kind, '-', n, '@timing.test') address
   WHERE email = 'pattern@timing.test'`,
  [KINDS.slice(1), MOST_RUNS * REQUESTS],
);
await gatehouse.sql(
  `INSERT INTO admins (id, email, password_hash)
   SELECT gen_random_uuid(), concat('admin-', n, '@timing.test'), password_hash FROM admins, generate_series(0, $1) n`,
  [MOST_RUNS * REQUESTS],
);
await gatehouse.sql('ANALYZE developers, admins');

const SIGN_UP = 'mutation($input: SignUpInput!) { signUp(input: $input) { __typename } }';
const LOG_IN = 'mutation($input: LogInInput!) { logIn(input: $input) { __typename } }';
const RESET = 'mutation($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { __typename } }';
const ADMIN_LOG_IN = 'mutation($input: AdminLogInInput!) { adminLogIn(input: $input) { __typename } }';
const ADMIN_RESET =
  'mutation($input: AdminRequestPasswordResetInput!) { adminRequestPasswordReset(input: $input) { __typename } }';
const RESEND = 'mutation($input: ResendVerificationInput!) { resendVerification(input: $input) { __typename } }';

/** What tells the kinds apart in two of three runs; a run that finds nothing ends it, so that it stays short. */
async function tellKindsApart(act: string, query: string, more: object, kinds = KINDS): Promise<string[]> {
  const found = [];
  for (let run = 0; run < MOST_RUNS; run++) {
    const classes = kinds.map((kind) => {
      // An address is unknown only before its first sign-up, so that each act has its own.
      const address = (at: number) => `${kind}${kind === 'unknown' ? act : ''}-${run * REQUESTS + at}@timing.test`;
      return [kind, (at: number) => ({ query, variables: { input: { email: address(at), ...more } } })];
    });
    const told = tellApart(await sampleTimes(gatehouse.url, Object.fromEntries(classes)), difference);
    if (told.length > 0) found.push(told);
    if (told.length === 0 || found.length === FAILURES) break;
  }
  return found.length < FAILURES ? [] : found.flat();
}

describe('R5: the time of the answer tells no kind of address from another', { timeout: 120_000 }, () => {
  test('signUp', async () => {
    expect(await tellKindsApart('signs', SIGN_UP, { portal, fullName: 'Ada Lovelace' })).toEqual([]);
  });

  // The kinds with a password take one way until it is known to be wrong; each kind more costs another hundred hashes.
  test('logIn with a wrong password', async () => {
    const kinds = ['unknown', 'unverified', 'approved'];
    expect(await tellKindsApart('logs', LOG_IN, { portal, password }, kinds)).toEqual([]);
  });

  test('requestPasswordReset', async () => {
    expect(await tellKindsApart('resets', RESET, { portal })).toEqual([]);
  });

  test('resendVerification', async () => {
    expect(await tellKindsApart('resends', RESEND, { portal })).toEqual([]);
  });

  test('adminLogIn with a wrong password, and adminRequestPasswordReset', async () => {
    const kinds = ['unknown', 'admin'];
    expect(await tellKindsApart('logs', ADMIN_LOG_IN, { password }, kinds)).toEqual([]);
    expect(await tellKindsApart('resets', ADMIN_RESET, {}, kinds)).toEqual([]);
  });
});

test('R6: nor does it where another argument is bad', { timeout: 120_000 }, async () => {
  const kinds = ['unknown', 'unverified', 'approved'];
  const returnTo = 'https://evil.test';
  expect(await tellKindsApart('strays', SIGN_UP, { portal, fullName: 'Ada', returnTo }, kinds)).toEqual([]);
  const answers = [{ field: 'nowhere', value: 'x' }];
  expect(await tellKindsApart('strays', SIGN_UP, { portal, fullName: 'Ada', answers }, kinds)).toEqual([]);
  expect(await tellKindsApart('strays', RESET, { portal: 'nowhere' }, kinds)).toEqual([]);
});

describe('the measure', () => {
  const times = (from: number) => Array.from({ length: 100 }, (_, at) => from + ((at * 37) % 101) / 10);

  test('finds a difference that matters, and none in noise', () => {
    expect(tellApart({ slow: times(50), fast: times(5) }, 10)).toEqual([expect.stringMatching(/^slow takes 5\d/)]);
    expect(tellApart({ one: times(50), other: times(51) }, 10)).toEqual([]);
    expect(tellApart({ one: times(500), other: times(515) }, 10)).toEqual([]);
  });

  test('is the U of Mann and Whitney', () => {
    expect(mannWhitney([1, 2, 3], [4, 5, 6])).toBeCloseTo(-1.964, 3);
    expect(mannWhitney([1, 4, 5], [2, 3, 6])).toBeCloseTo(-0.218, 3);
  });
});
