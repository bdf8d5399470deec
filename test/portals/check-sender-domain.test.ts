import { expect, test } from 'vitest';
import { checkDueDomains } from '../../domain/senders/check-due.ts';
import { LOOK_UP_MS } from '../../domain/senders/look-up-texts.ts';
import { MOST_SENDER_ACTS } from '../../domain/senders/name-domain.ts';
import { addAdmin, createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { apiToken } from '../kit/api-tokens.ts';
import { startNameServer } from '../kit/dns.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { lastMailTo, mailsTo } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import {
  checkRecords,
  checkSender,
  isAnswered,
  nextMailOf,
  publish,
  recordsOf,
  replaceKey,
  senderOf,
  untilAnswered,
} from '../kit/senders.ts';

const dns = await startNameServer();
const gatehouse = await startInstallation({ DNS_SERVERS: dns.address });
const admin = await openDemoPortal(gatehouse);
const OWN = 'no-reply@gatehouse.test';

const fromOf = async (portal: string) => (await nextMailOf(gatehouse, portal)).parsed.from?.value[0]?.address;
const stateOf = async (portal: string) => (await senderOf(gatehouse, admin, portal)).domain?.state;

/** A portal with a sender in the domain of its name, and its records. */
async function named(portal: string, domain = `${portal}.test`) {
  await createPortal(gatehouse, portal, admin);
  await succeed(updatePortal(gatehouse, { mailFrom: `hello@${domain}` }, admin, portal));
  return await recordsOf(gatehouse, admin, portal);
}

/** What the sweep does when the time has come. */
const nextCheck = (portal: string) =>
  untilAnswered(
    () => oneCheck(portal),
    () => isAnswered(gatehouse, admin, portal),
  );

async function oneCheck(portal: string) {
  const ofPortal = 'portal_id = (SELECT id FROM portals WHERE slug = $1)';
  await gatehouse.sql(`UPDATE sender_domains SET next_check_at = NULL WHERE NOT ${ofPortal}`, [portal]);
  await gatehouse.sql(`UPDATE sender_domains SET next_check_at = now() - interval '1 second' WHERE ${ofPortal}`, [portal]);
  await checkDueDomains(gatehouse.app);
  await gatehouse.drain();
  const [row] = await gatehouse.sql<{ hours: number | null }>(
    `SELECT round(extract(epoch FROM next_check_at - now()) / 3600)::int AS hours FROM sender_domains WHERE ${ofPortal}`,
    [portal],
  );
  return row?.hours;
}
const age = (portal: string, column: string, interval: string) =>
  gatehouse.sql(
    `UPDATE sender_domains SET ${column} = ${column} - $2::interval WHERE portal_id = (SELECT id FROM portals WHERE slug = $1)`,
    [portal, interval],
  );

test('of two portals that prove a domain at once, one has it, and naming it kept nobody from that', async () => {
  publish(dns, [...(await named('left', 'both.test')).slice(1), ...(await named('right', 'both.test')).slice(1)]);
  const tokens = [await recordsOf(gatehouse, admin, 'left'), await recordsOf(gatehouse, admin, 'right')].map(([record]) => [
    present(record).value,
  ]);
  dns.set('_gatehouse.both.test', ...tokens);
  await Promise.all(['left', 'right'].map((portal) => checkRecords(gatehouse, admin, portal)));
  expect([await stateOf('left'), await stateOf('right')].toSorted()).toEqual(['PROVED', 'TAKEN']);
  const loser = (await stateOf('left')) === 'TAKEN' ? 'left' : 'right';
  expect(await fromOf(loser)).toBe(OWN);
  // The index decides, whatever the code does.
  const stolen = gatehouse.sql("UPDATE sender_domains SET proved_at = now() WHERE domain = 'both.test'");
  await expect(stolen).rejects.toThrow('sender_domains_proved_key');
  // Free again.
  await gatehouse.sql('DELETE FROM portals WHERE slug = $1', [loser === 'left' ? 'right' : 'left']);
  expect(await nextCheck(loser)).toBe(24);
  expect(await stateOf(loser)).toBe('PROVED');
});

test('nobody proves a domain above or below that of another portal', async () => {
  publish(dns, await named('middle', 'mail.tree.test'));
  await checkRecords(gatehouse, admin, 'middle');
  for (const [portal, domain, state] of [
    ['above', 'tree.test', 'TAKEN'],
    ['below', 'a.mail.tree.test', 'TAKEN'],
    ['beside', 'news.tree.test', 'PROVED'],
    ['similar', 'smail.tree.test', 'PROVED'],
  ] as const) {
    publish(dns, await named(portal, domain));
    await checkRecords(gatehouse, admin, portal);
    expect([portal, await stateOf(portal)]).toEqual([portal, state]);
  }
});

test('a domain whose records vanish is used for 7 more days, with one email to the OWNERs, and then no more', async () => {
  const owner = 'owner-of-lapse@admins.test';
  const records = await named('lapse');
  await addAdmin(gatehouse, owner, 'OWNER', 'lapse');
  await addAdmin(gatehouse, 'approver-of-lapse@admins.test', 'APPROVER', 'lapse');
  publish(dns, records);
  await checkRecords(gatehouse, admin, 'lapse');
  const dkim = present(records[1]);
  dns.set(dkim.name);
  expect(await nextCheck('lapse')).toBe(1);
  expect([await stateOf('lapse'), await fromOf('lapse')]).toEqual(['LAPSING', 'hello@lapse.test']);
  const { domain } = await senderOf(gatehouse, admin, 'lapse');
  const days = (Date.parse(present(domain?.usedUntil)) - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(7);
  const warning = lastMailTo(gatehouse, owner);
  expect(warning.text).toContain(dkim.name);
  expect(warning.text).toContain('/admin/portals/lapse/sender');
  expect(warning.parsed.from?.value[0]?.address).toBe(OWN);
  expect(mailsTo(gatehouse, 'approver-of-lapse@admins.test')).toEqual([]);

  await age('lapse', 'lapsed_at', '6 days 23 hours');
  await nextCheck('lapse');
  expect(await stateOf('lapse')).toBe('LAPSING');
  publish(dns, records);
  await nextCheck('lapse');
  expect([await stateOf('lapse'), (await senderOf(gatehouse, admin, 'lapse')).domain?.usedUntil]).toEqual(['PROVED', null]);
  expect(mailsTo(gatehouse, owner)).toHaveLength(1);

  dns.set(present(records[0]).name, ['gatehouse-domain-verification=of-somebody-else']);
  await nextCheck('lapse');
  await age('lapse', 'lapsed_at', '7 days 1 minute');
  await nextCheck('lapse');
  expect([await stateOf('lapse'), await fromOf('lapse')]).toEqual(['PENDING', OWN]);
  const events = await gatehouse.sql<{ type: string; kind: string }>(
    `SELECT type, actor_kind AS kind FROM events WHERE type LIKE 'portal.sender-%' AND portal_id = (SELECT id FROM portals WHERE slug = 'lapse') ORDER BY id`,
  );
  expect(events).toEqual([
    { type: 'portal.sender-proved', kind: 'ADMIN' },
    { type: 'portal.sender-lapsed', kind: 'SYSTEM' },
    { type: 'portal.sender-lapsed', kind: 'SYSTEM' },
    { type: 'portal.sender-lost', kind: 'SYSTEM' },
  ]);
});

test.each(['SILENT', 'SERVFAIL', 'REFUSED'] as const)(
  'name servers that are %s take nothing away, and prove nothing',
  async (trouble) => {
    const portal = trouble.toLowerCase();
    publish(dns, await named(portal));
    dns.trouble(trouble);
    const begun = performance.now();
    await succeed(checkSender(gatehouse, admin, portal));
    expect(performance.now() - begun).toBeLessThan(LOOK_UP_MS + 1_500);
    expect(await stateOf(portal)).toBe('PENDING');
    expect((await recordsOf(gatehouse, admin, portal)).map(({ state }) => state)).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
    dns.trouble(null);
    await checkRecords(gatehouse, admin, portal);
    dns.trouble(trouble);
    await oneCheck(portal);
    dns.trouble(null);
    expect(await stateOf(portal)).toBe('PROVED');
  },
);

test('workers look at a domain that waits each hour for 14 days, at a proved one each day, and at one that is not due never', async () => {
  publish(dns, (await named('rhythm')).slice(1));
  expect(await nextCheck('rhythm')).toBe(1);
  await age('rhythm', 'created_at', '14 days 1 hour');
  expect(await nextCheck('rhythm')).toBeNull();
  const asked = dns.asked.length;
  await checkDueDomains(gatehouse.app);
  expect(dns.asked.length).toBe(asked);
  publish(dns, await recordsOf(gatehouse, admin, 'rhythm'));
  expect(await nextCheck('rhythm')).toBe(24);
});

test('only an OWNER of the portal checks and replaces, or an API token of one, and no more than 30 times an hour', async () => {
  await named('rights');
  await createPortal(gatehouse, 'none', admin);
  const approver = await addAdmin(gatehouse, 'approver@rights.test', 'APPROVER', 'rights');
  const other = await addAdmin(gatehouse, 'other@rights.test', 'OWNER', 'none');
  const { token } = await apiToken(gatehouse, admin);
  for (const act of [checkSender, replaceKey]) {
    expect(await act(gatehouse, undefined, 'rights')).toMatchObject({ __typename: 'NotAllowed' });
    expect(await act(gatehouse, approver, 'rights')).toMatchObject({ __typename: 'NotAllowed' });
    expect(await act(gatehouse, other, 'rights')).toMatchObject({ __typename: 'NotFound' });
    expect(await act(gatehouse, admin, 'none')).toMatchObject({ __typename: 'NotFound' });
    expect((await act(gatehouse, token, 'rights')).__typename).toMatch(/Success$/);
  }
  await gatehouse.sql(
    `UPDATE throttles SET points = $1 WHERE key = 'sender:' || (SELECT id FROM portals WHERE slug = 'rights')`,
    [MOST_SENDER_ACTS],
  );
  expect(await checkSender(gatehouse, admin, 'rights')).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await updatePortal(gatehouse, { mailFrom: 'hello@other-domain.test' }, admin, 'rights')).toMatchObject({
    __typename: 'TooManyAttempts',
  });
  await succeed(updatePortal(gatehouse, { mailFrom: null }, admin, 'rights'));
});
