import { expect, test } from 'vitest';
import { LONGEST_TEXT_RECORD, MOST_TEXTS } from '../../domain/senders/look-up-texts.ts';
import { LONGEST_SENDER_DOMAIN } from '../../domain/senders/name-domain.ts';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startNameServer } from '../kit/dns.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { present } from '../kit/present.ts';
import { checkRecords, checkSender, nextMailOf, proveSender, publish, recordsOf, senderOf } from '../kit/senders.ts';
import { verified } from '../kit/signatures.ts';

const dns = await startNameServer();
const gatehouse = await startInstallation({
  DNS_SERVERS: dns.address,
  MAIL_FROM: 'no-reply@gatehouse.test',
  MAIL_DOMAINS: 'shared.test, bank-b=bank-b.test',
  MAIL_SPF: 'include:_spf.gatehouse.test',
});
const admin = await openDemoPortal(gatehouse);

const fromOf = async (portal: string) => (await nextMailOf(gatehouse, portal)).parsed.from?.value[0]?.address;

test('a sender counts once its domain is proved, and its emails are signed', async () => {
  await createPortal(gatehouse, 'acme', admin, { name: 'Acme' });
  await succeed(updatePortal(gatehouse, { mailFrom: 'hello@acme.test' }, admin, 'acme'));
  expect(await senderOf(gatehouse, admin, 'acme')).toMatchObject({
    address: 'hello@acme.test',
    from: 'no-reply@gatehouse.test',
    domain: { name: 'acme.test', state: 'PENDING', checkedAt: null, usedUntil: null },
  });
  const records = await recordsOf(gatehouse, admin, 'acme');
  expect(records.map(({ purpose, required, name, value, state }) => [purpose, required, name, value, state])).toEqual([
    ['OWNERSHIP', true, '_gatehouse.acme.test', expect.stringMatching(/^gatehouse-domain-verification=[\w-]{43}$/), 'UNKNOWN'],
    [
      'DKIM',
      true,
      expect.stringMatching(/^gatehouse-[\da-f]{12}\._domainkey\.acme\.test$/),
      expect.stringMatching(/^v=DKIM1; k=rsa; p=MII/),
      'UNKNOWN',
    ],
    ['SPF', false, 'acme.test', 'v=spf1 include:_spf.gatehouse.test ~all', 'UNKNOWN'],
    ['DMARC', false, '_dmarc.acme.test', 'v=DMARC1; p=none', 'UNKNOWN'],
  ]);
  expect(await fromOf('acme')).toBe('no-reply@gatehouse.test');
  expect((await nextMailOf(gatehouse, 'acme')).raw).not.toMatch(/DKIM-Signature/i);

  publish(dns, records);
  const { portal } = await checkRecords(gatehouse, admin, 'acme');
  expect(portal.settings?.sender).toMatchObject({
    from: 'hello@acme.test',
    domain: { state: 'PROVED', checkedAt: expect.any(String) },
  });
  expect(portal.settings?.sender.domain?.records.map(({ state }) => state)).toEqual(['FOUND', 'FOUND', 'FOUND', 'FOUND']);

  const mail = await nextMailOf(gatehouse, 'acme');
  expect(mail.parsed.from?.value).toEqual([{ name: 'Acme', address: 'hello@acme.test' }]);
  const { result, domain, headers } = await verified(dns, mail.raw);
  expect([result, domain]).toEqual(['pass', 'acme.test']);
  expect(headers).toEqual(
    expect.arrayContaining(['from', 'to', 'reply-to', 'subject', 'date', 'message-id', 'mime-version', 'content-type']),
  );
  expect((await verified(dns, mail.raw.replace('Subject: ', 'Subject: Not '))).result).toBe('fail');
});

test('reports about emails from a proved domain go where those about MAIL_FROM go', async () => {
  await createPortal(gatehouse, 'reports', admin);
  await proveSender(gatehouse, dns, 'hello@reports.test', admin, 'reports');
  const mail = await nextMailOf(gatehouse, 'reports');
  expect(mail.sender).toBe('no-reply@gatehouse.test');
  expect(mail.parsed.replyTo?.value[0]?.address).not.toBe('hello@reports.test');
  expect(mail.messageId).toMatch(/@reports\.test>$/);
});

test('a record that is missing, wrong or of another portal proves nothing, and is named', async () => {
  await createPortal(gatehouse, 'wrong', admin);
  await createPortal(gatehouse, 'thief', admin);
  await succeed(updatePortal(gatehouse, { mailFrom: 'hello@wrong.test' }, admin, 'wrong'));
  await succeed(updatePortal(gatehouse, { mailFrom: 'hello@wrong.test' }, admin, 'thief'));
  const [ownership, dkim] = await recordsOf(gatehouse, admin, 'wrong');
  const [foreign] = await recordsOf(gatehouse, admin, 'thief');
  const states = async () => {
    await checkRecords(gatehouse, admin, 'wrong');
    return (await recordsOf(gatehouse, admin, 'wrong')).map(({ state, found }) => [state, found]);
  };
  expect(await states()).toEqual([
    ['MISSING', null],
    ['MISSING', null],
    ['MISSING', null],
    ['MISSING', null],
  ]);
  // The token of another portal, and somebody else's key, with what no page should show.
  dns.set(present(ownership).name, [present(foreign).value]);
  dns.set(present(dkim).name, ['v=DKIM1; p=MIIB\u0007<script>']);
  dns.set('wrong.test', ['v=spf1 -all'], ['some other text']);
  dns.set('_dmarc.wrong.test', ['v=DMARC1; p=none'], ['v=DMARC1; p=reject']);
  expect(await states()).toEqual([
    ['WRONG', present(foreign).value],
    ['WRONG', 'v=DKIM1; p=MIIB?<script>'],
    ['WRONG', 'v=spf1 -all'],
    ['WRONG', 'v=DMARC1; p=none | v=DMARC1; p=reject'],
  ]);
  expect((await senderOf(gatehouse, admin, 'wrong')).domain?.state).toBe('PENDING');
  // Its own beside it, and the key in another layout.
  dns.set(present(ownership).name, [present(foreign).value], [present(ownership).value]);
  dns.set(
    present(dkim).name,
    present(dkim)
      .value.replace('k=rsa; ', 't=s ;\n')
      .match(/.{1,100}/gs) ?? [],
  );
  expect((await states()).slice(0, 2)).toEqual([
    ['FOUND', null],
    ['FOUND', null],
  ]);
  expect((await senderOf(gatehouse, admin, 'wrong')).domain?.state).toBe('PROVED');
});

test('a TXT record of 10,000 bytes beside the others is no obstacle, and is cut where it is shown', async () => {
  await createPortal(gatehouse, 'long', admin);
  await succeed(updatePortal(gatehouse, { mailFrom: 'hello@long.test' }, admin, 'long'));
  const records = await recordsOf(gatehouse, admin, 'long');
  const [ownership] = records;
  const long = Array.from({ length: 40 }, () => 'x'.repeat(250));
  publish(dns, records);
  dns.set(present(ownership).name, long);
  await checkRecords(gatehouse, admin, 'long');
  expect((await recordsOf(gatehouse, admin, 'long'))[0]).toMatchObject({ state: 'WRONG', found: 'x'.repeat(512) });
  dns.set(present(ownership).name, long, [present(ownership).value]);
  await checkRecords(gatehouse, admin, 'long');
  expect((await senderOf(gatehouse, admin, 'long')).domain?.state).toBe('PROVED');
});

test('no more than 100 records of a name are looked at, and no more than 4,096 characters of each', async () => {
  await createPortal(gatehouse, 'bounds', admin);
  await succeed(updatePortal(gatehouse, { mailFrom: 'hello@bounds.test' }, admin, 'bounds'));
  const { name, value } = present((await recordsOf(gatehouse, admin, 'bounds'))[0]);
  const stateWith = async (...records: string[][]) => {
    dns.set(name, ...records);
    await checkRecords(gatehouse, admin, 'bounds');
    return (await recordsOf(gatehouse, admin, 'bounds'))[0]?.state;
  };
  const others = (number: number) => Array.from({ length: number }, (_, at) => [`other ${at}`]);
  const behind = (characters: number) => [...(' '.repeat(characters).match(/ {1,250}/g) ?? []), value];
  expect(await stateWith(...others(MOST_TEXTS - 1), [value])).toBe('FOUND');
  expect(await stateWith(...others(MOST_TEXTS), [value])).toBe('WRONG');
  expect(await stateWith(behind(LONGEST_TEXT_RECORD - value.length))).toBe('FOUND');
  expect(await stateWith(behind(LONGEST_TEXT_RECORD - value.length + 1))).toBe('WRONG');
});

test('an international domain is compared and signed as A-labels', async () => {
  await createPortal(gatehouse, 'idn', admin);
  await proveSender(gatehouse, dns, 'hallo@BÜCHER.test'.toLowerCase(), admin, 'idn');
  expect((await senderOf(gatehouse, admin, 'idn')).domain).toMatchObject({ name: 'xn--bcher-kva.test', state: 'PROVED' });
  expect(await verified(dns, (await nextMailOf(gatehouse, 'idn')).raw)).toMatchObject({
    result: 'pass',
    domain: 'xn--bcher-kva.test',
  });
});

test.each([
  ['a line break', 'hello@acme.test\r\nBcc: all@acme.test', 'NOT_AN_EMAIL'],
  ['a list', 'hello@acme.test, other@acme.test', 'NOT_AN_EMAIL'],
  ['a name', 'Acme <hello@acme.test>', 'NOT_AN_EMAIL'],
  ['the domain of MAIL_FROM', 'hello@gatehouse.test', 'NOT_PERMITTED'],
  ['a domain below that', 'hello@mail.gatehouse.test', 'NOT_PERMITTED'],
  ['a domain below one of another portal', 'hello@mail.bank-b.test', 'NOT_PERMITTED'],
  ['a public suffix', 'hello@co.uk', 'PUBLIC_SUFFIX'],
  ['a domain that is too long', `a@${'b.'.repeat((LONGEST_SENDER_DOMAIN - 2) / 2)}test`, 'TOO_LONG'],
])('a sender with %s is refused', async (_, address, code) => {
  const { issues } = await refusal(updatePortal(gatehouse, { mailFrom: address }, admin), 'InvalidInput');
  expect(issues).toMatchObject([{ path: ['mailFrom'], code }]);
});

test('a domain that the operator allows needs no proof and is not signed here', async () => {
  await createPortal(gatehouse, 'bank-b', admin);
  await succeed(updatePortal(gatehouse, { mailFrom: 'hello@bank-b.test' }, admin, 'bank-b'));
  expect((await senderOf(gatehouse, admin, 'bank-b')).domain).toMatchObject({ state: 'ALLOWED', records: [] });
  const mail = await nextMailOf(gatehouse, 'bank-b');
  expect([mail.parsed.from?.value[0]?.address, mail.sender]).toEqual(['hello@bank-b.test', 'hello@bank-b.test']);
  expect(mail.raw).not.toMatch(/DKIM-Signature/i);
  expect(await checkSender(gatehouse, admin, 'bank-b')).toMatchObject({ __typename: 'NotFound' });
});

test('another address is used at the next email, and another domain begins anew', async () => {
  await createPortal(gatehouse, 'moves', admin);
  await proveSender(gatehouse, dns, 'one@moves.test', admin, 'moves');
  await succeed(updatePortal(gatehouse, { mailFrom: 'two@moves.test' }, admin, 'moves'));
  expect(await fromOf('moves')).toBe('two@moves.test');
  await succeed(updatePortal(gatehouse, { mailFrom: 'two@elsewhere.test' }, admin, 'moves'));
  expect(await fromOf('moves')).toBe('no-reply@gatehouse.test');
  await succeed(updatePortal(gatehouse, { mailFrom: null }, admin, 'moves'));
  expect(await senderOf(gatehouse, admin, 'moves')).toEqual({ address: null, from: 'no-reply@gatehouse.test', domain: null });
});
