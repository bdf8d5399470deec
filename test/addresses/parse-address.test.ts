import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { logIn, PASSWORD, registeredPerson, signUp } from '../kit/people.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM mail_bounds');
  gatehouse.inbox.mails.length = 0;
});

const INVALID = { __typename: 'InvalidInput', issues: [{ path: ['email'] }] };

test.each([
  ['Ada@Example.Test', 'ada@example.test', 'Ada@example.test'],
  ["o'brien+tag@example.test", "o'brien+tag@example.test", "o'brien+tag@example.test"],
  ['a.b-c_d@sub.example.test', 'a.b-c_d@sub.example.test', 'a.b-c_d@sub.example.test'],
  ['a!#$%&*/?=^`{|}~b@example.test', 'a!#$%&*/?=^`{|}~b@example.test', 'a!#$%&*/?=^`{|}~b@example.test'],
  ['Info@Bücher.test', 'info@xn--bcher-kva.test', 'Info@xn--bcher-kva.test'],
  ['Info@XN--BCHER-KVA.test', 'info@xn--bcher-kva.test', 'Info@xn--bcher-kva.test'],
  ['info@e\u0301t\u00e9.test', 'info@xn--t-9fab.test', 'info@xn--t-9fab.test'],
  ['info@例え.テスト', 'info@xn--r8jz45g.xn--zckzah', 'info@xn--r8jz45g.xn--zckzah'],
  [`${'a'.repeat(64)}@example.test`, `${'a'.repeat(64)}@example.test`, `${'a'.repeat(64)}@example.test`],
])('R52, R56: %s is %s, and one mail goes to %s', async (typed, canonical, recipient) => {
  expect(await signUp(gatehouse, typed)).toEqual({
    __typename: 'SignUpSuccess',
    email: canonical,
    codeSecret: expect.stringMatching(/^[\w-]{43}$/),
  });
  await gatehouse.drain();
  expect(gatehouse.inbox.mails.map(({ recipients }) => recipients)).toEqual([[recipient]]);
  expect(await gatehouse.sql('SELECT typed_email FROM developers WHERE email = $1', [canonical])).toMatchObject([
    { typed_email: expect.stringMatching(/^[\x21-\x7e]+$/) },
  ]);
});

test.each([
  // Several recipients, or one that a mailer takes for several.
  'a@evil.test,v@corp.test',
  'a@evil.test;v@corp.test',
  'a@evil.test v@corp.test',
  'g: a@x.test, b@y.test;',
  'Name <a@x.test>',
  '<a@x.test>',
  '"a@evil.test x"@corp.test',
  '"a b"@corp.test',
  'a(comment)@corp.test',
  'a@corp.test(comment)',
  'a@evil.test@corp.test',
  'a%evil.test@corp.test@corp.test',
  '@relay.test:a@corp.test',
  // Encoded words.
  '=?utf-8?q?a=40evil.test?=@corp.test',
  '=?utf-7?b?JkFHRUFiZ0JsQUhZQWFRQnMt?=@corp.test',
  // Control characters.
  'a@corp.test\r\nRCPT TO:<b@evil.test>',
  'a@corp.test\n',
  'a\r@corp.test',
  'a@corp.test\u0000',
  'a\u0000@corp.test',
  'a\u0085@corp.test',
  'a\u2028b@corp.test',
  'a@cor\u2028p.test',
  'a\u007f@corp.test',
  'a\t@corp.test',
  // Full-width and other characters that become others.
  'v＠corp.test',
  'ｖ@corp.test',
  'v@ｃorp.test',
  'v@corp。test',
  'v@corp．test',
  'v@ℂorp.test',
  'v@ﬁsh.test',
  'mıke@corp.test',
  'а@corp.test',
  'a\u200b@corp.test',
  'a@co\u200brp.test',
  'a@co\u00adrp.test',
  'a@co\u202erp.test',
  // Halves of characters.
  'a\ud800@corp.test',
  'a@c\udc00.test',
  // No address at all.
  '',
  ' ',
  'a',
  'a@',
  '@corp.test',
  '.a@corp.test',
  'a.@corp.test',
  'a..b@corp.test',
  ' a@corp.test',
  'a@corp.test ',
  'a b@corp.test',
  'a@corp',
  'a@localhost',
  'a@.corp.test',
  'a@corp..test',
  'a@corp.test.',
  'a@-corp.test',
  'a@corp-.test',
  'a@co_rp.test',
  'a@corp.test:25',
  'a@corp.test/x',
  'a@[127.0.0.1]',
  'a@127.0.0.1',
  'a@[IPv6:::1]',
  'a@2130706433',
  'a@0x7f.1',
  'a@xn--.test',
  'a@xn--a.test',
  // Too long.
  `${'a'.repeat(65)}@corp.test`,
  `a@${'a'.repeat(64)}.test`,
  `a@${'abcdefgh.'.repeat(28)}test`,
  `${'a'.repeat(10_000)}@corp.test`,
  `a@${'a.'.repeat(5_000)}test`,
])('R52, R53, R56, R57: %j is refused, at sign-up and at log-in', async (typed) => {
  expect(await signUp(gatehouse, typed)).toMatchObject(INVALID);
  expect(await logIn(gatehouse, typed)).toMatchObject(INVALID);
});

test('R52: after all of these nobody was registered and no mail is under way', async () => {
  const refused = await gatehouse.sql("SELECT email FROM developers WHERE email ~ '(corp|evil|x|y)\\.test$'");
  await gatehouse.drain();
  expect([refused, gatehouse.inbox.mails.length]).toEqual([[], 0]);
});

test('R56: addresses that differ in case alone are one account, however they look; others never are', async () => {
  await registeredPerson(gatehouse, 'Mike@corp.test');
  for (const typed of ['mike@corp.test', 'MIKE@CORP.TEST', 'mike@Corp.Test']) {
    expect(await logIn(gatehouse, typed)).toMatchObject({ __typename: 'NotApproved' });
    await signUp(gatehouse, typed);
  }
  expect(await gatehouse.sql("SELECT email FROM developers WHERE email LIKE 'mike%'")).toEqual([{ email: 'mike@corp.test' }]);
  for (const other of ['mike+1@corp.test', 'm.ike@corp.test', 'mike@sub.corp.test', 'miké@corp.test']) {
    expect(await logIn(gatehouse, other, PASSWORD)).not.toMatchObject({ __typename: 'NotApproved' });
  }
});

test('R56: the database itself keeps one registration for an address at a portal', async () => {
  const insert = `INSERT INTO developers (id, portal_id, email, typed_email, full_name, updated_at)
    SELECT gen_random_uuid(), id, 'mike@corp.test', 'mike@corp.test', 'Mike', now() FROM portals WHERE slug = 'demo'`;
  await expect(gatehouse.sql(insert)).rejects.toThrow('duplicate key');
});
