import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { approvedPerson } from '../kit/people.ts';
import { connect, goToProvider } from '../kit/sso.ts';
import { LARGEST_DIFFERENCE_MS, tellApart } from '../kit/timing.ts';

const WARM_UPS = 5;
const SAMPLES = 60;
const MOST_RUNS = 3;
const FAILURES = 2;
const KINDS = ['unknown', 'unverified', 'pending', 'approved', 'rejected', 'revoked'];

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);
await approvedPerson(gatehouse, 'pattern@vouch.test', admin);
await gatehouse.sql(
  `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at, password_hash, updated_at)
   SELECT gen_random_uuid(), portal_id, address, address, full_name,
     (CASE kind WHEN 'unverified' THEN 'PENDING' ELSE upper(kind) END)::"DeveloperStatus",
     CASE WHEN kind <> 'unverified' THEN now() END, CASE WHEN kind <> 'unverified' THEN password_hash END, now()
   FROM developers, unnest($1::text[]) kind, generate_series(0, $2) n, concat(kind, '-', n, '@vouch.test') address
   WHERE email = 'pattern@vouch.test'`,
  [KINDS.slice(1), MOST_RUNS * (WARM_UPS + SAMPLES)],
);

/** Comes with an address that the provider does not vouch for. @returns what the way back was answered, and how long that took */
async function comeUnproved(email: string) {
  issuer.behave({ person: { sub: `sub of ${email}`, name: 'Ada Lovelace', email, email_verified: false } });
  const { browser, callback } = await goToProvider(connection);
  const from = performance.now();
  const { status, headers, text, location } = await browser.visit(callback);
  return {
    answer: [comparable({ status, headers, text, data: null, errors: [] }), location?.href],
    ms: performance.now() - from,
  };
}

test('R1, R5: an address that the provider does not vouch for is answered the same, as fast, whatever it is here', async () => {
  const found = [];
  const answers = new Set<string>();
  for (let run = 0; run < MOST_RUNS; run++) {
    const times: Record<string, number[]> = Object.fromEntries(KINDS.map((kind) => [kind, []]));
    for (let at = 0; at < WARM_UPS + SAMPLES; at++) {
      for (const kind of [...KINDS.slice(at % KINDS.length), ...KINDS.slice(0, at % KINDS.length)]) {
        const { answer, ms } = await comeUnproved(`${kind}-${run * (WARM_UPS + SAMPLES) + at}@vouch.test`);
        answers.add(JSON.stringify(answer));
        if (at >= WARM_UPS) times[kind]?.push(ms);
      }
    }
    const told = tellApart(times, LARGEST_DIFFERENCE_MS);
    if (told.length > 0) found.push(told);
    if (told.length === 0 || found.length === FAILURES) break;
  }
  expect(found.length < FAILURES ? [] : found.flat()).toEqual([]);
  expect([...answers]).toEqual([expect.stringContaining('/p/demo/sso-confirm-sent')]);
});
