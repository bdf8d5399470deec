import { describe, expect, test } from 'vitest';
import { openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { addressActs } from '../kit/operations.ts';
import { approvedPerson } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { LARGEST_DIFFERENCE_MS, mannWhitney, REQUESTS, sampleTimes, tellApart, timeOfHash } from '../kit/timing.ts';

const MOST_RUNS = 3;
const FAILURES = 2;
const KINDS = ['unknown', 'unverified', 'pending', 'approved', 'rejected', 'revoked'];

/** Half of what a hash takes here, so that a machine fast enough to hash in 10 ms finds out who skips one, too. */
const difference = Math.min(LARGEST_DIFFERENCE_MS, (await timeOfHash()) / 2);
const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await approvedPerson(gatehouse, 'pattern@timing.test', admin);
await setSignUpFields(gatehouse, [{ key: 'demo', label: 'Demo', kind: 'TEXT' }], admin);

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

/** What tells the kinds apart in two of three runs; a run that finds nothing ends it, so that it stays short. */
async function tellKindsApart(act: string, query: string, more: object, kinds = KINDS): Promise<string[]> {
  const found = [];
  for (let run = 0; run < MOST_RUNS; run++) {
    const classes = kinds.map((kind) => {
      // An address is unknown only before its first sign-up, so that each act has its own.
      const address = (at: number) => `${kind}${kind === 'unknown' ? act : ''}-${run * REQUESTS + at}@timing.test`;
      return [kind, (at: number) => ({ query, variables: { input: { ...more, email: address(at) } } })];
    });
    const told = tellApart(await sampleTimes(gatehouse.url, Object.fromEntries(classes)), difference);
    if (told.length > 0) found.push(told);
    if (told.length === 0 || found.length === FAILURES) break;
  }
  return found.length < FAILURES ? [] : found.flat();
}

const acts = await addressActs(gatehouse);

test('the acts of strangers with an address are known', () => {
  const known = [
    ...['adminLogIn', 'adminRequestPasswordReset', 'logIn', 'requestPasswordReset', 'requestRegistrationLink'],
    ...['resendVerification', 'signUp'],
  ];
  expect(acts.map(({ name }) => name)).toEqual(expect.arrayContaining(known));
});

test.each(acts.map((act) => [act.name, act] as const))(
  'R5: the time of the answer to %s tells no kind of address from another',
  async (_, { name, document, variables }) => {
    const kinds = name.startsWith('admin') ? ['unknown', 'admin'] : KINDS;
    expect(await tellKindsApart(name, document, variables.input, kinds)).toEqual([]);
  },
);

test('R6: the time tells nothing either when another argument is bad', async () => {
  const kinds = ['unknown', 'unverified', 'approved'];
  for (const [name, bad] of [
    ['signUp', { returnTo: 'https://evil.test' }],
    ['signUp', { answers: [{ field: 'nowhere', value: 'x' }] }],
    ['requestPasswordReset', { portal: 'nowhere' }],
  ] as const) {
    const act = acts.find((one) => one.name === name);
    const input = { ...act?.variables.input, ...bad };
    expect(await tellKindsApart(`strays${name}`, present(act?.document), input, kinds)).toEqual([]);
  }
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
