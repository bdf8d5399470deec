import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal } from '../kit/mutate.ts';
import { mailsTo, signUp } from '../kit/people.ts';

const gatehouse = await startInstallation({ MAIL_DOMAINS: 'demo=demo.test' });
const admin = await openDemoPortal(gatehouse);

const row = async (slug = 'demo') => {
  const [portal] = await gatehouse.sql<Record<string, unknown>>('SELECT * FROM portals WHERE slug = $1', [slug]);
  return { ...portal, updated_at: null };
};

test('it changes what is named and leaves the rest', async () => {
  const before = await row();
  expect(await updatePortal(gatehouse, { name: '  Demo Developers ' }, admin)).toMatchObject({
    __typename: 'UpdatePortalSuccess',
  });
  expect(await row()).toEqual({ ...before, name: 'Demo Developers' });
  await updatePortal(
    gatehouse,
    { autoApprove: true, registrationOpen: false, showApplicants: true, origins: ['https://docs.demo.test'] },
    admin,
  );
  await updatePortal(gatehouse, { passwordMinLength: 8, passwordContextWords: [' Acme ', 'Rocket', 'Acme'] }, admin);
  expect(await row()).toEqual({
    ...before,
    name: 'Demo Developers',
    auto_approve: true,
    registration_open: false,
    show_applicants: true,
    origins: ['https://docs.demo.test'],
    allowed_origins: [gatehouse.url, 'https://docs.demo.test'],
    password_min_length: 8,
    password_context_words: ['Acme', 'Rocket'],
  });
  const nothing = {
    name: null,
    autoApprove: null,
    registrationOpen: null,
    origins: null,
    catalogUrl: null,
    contactEmail: null,
    passwordMinLength: null,
    passwordContextWords: null,
  };
  const settled = await row();
  await updatePortal(gatehouse, nothing, admin);
  await updatePortal(gatehouse, {}, admin);
  expect(await row()).toEqual(settled);
  await updatePortal(gatehouse, { autoApprove: false, registrationOpen: true, showApplicants: false, origins: [] }, admin);
  await updatePortal(gatehouse, { passwordMinLength: 15, passwordContextWords: [] }, admin);
  expect(await row()).toEqual({ ...before, name: 'Demo Developers' });
});

test('R35: sender, links and texts of a mail are those of the portal, and null brings the standard back', async () => {
  const own = { publicUrl: 'https://developers.demo.test', mailFrom: 'Portal@demo.test', contactEmail: 'ask@demo.test' };
  await updatePortal(gatehouse, own, admin);
  await signUp(gatehouse, 'ada@update.test');
  await updatePortal(gatehouse, { publicUrl: null, mailFrom: null }, admin);
  await signUp(gatehouse, 'bob@update.test');
  await gatehouse.drain();
  const [ada, bob] = [mailsTo(gatehouse, 'ada@update.test')[0], mailsTo(gatehouse, 'bob@update.test')[0]];
  // What is mailed is what the portal has when the mail is made.
  for (const mail of [ada, bob]) {
    expect(mail?.parsed.from?.value).toEqual([{ name: 'Demo Developers', address: 'no-reply@gatehouse.test' }]);
    expect(mail?.parsed.replyTo?.value).toEqual([{ name: 'Demo Developers', address: 'ask@demo.test' }]);
    expect(mail?.text).toContain(`${gatehouse.url}/p/demo/verify-email?token=`);
  }
  await updatePortal(gatehouse, own, admin);
  await signUp(gatehouse, 'eve@update.test');
  await gatehouse.drain();
  const [eve] = mailsTo(gatehouse, 'eve@update.test');
  expect(eve?.parsed.from?.value).toEqual([{ name: 'Demo Developers', address: 'Portal@demo.test' }]);
  expect(eve?.messageId).toMatch(/@demo\.test>$/);
  expect(eve?.text).toContain('https://developers.demo.test/verify-email?token=');
  await updatePortal(gatehouse, { publicUrl: null, mailFrom: null }, admin);
});

test('R53: a portal with quotes, commas and other scripts in its name is named so in its mails, and adds no header', async () => {
  const name = 'Ärzte, "Plus" <b@evil.test>; Bcc: c@evil.test 開発者';
  await updatePortal(gatehouse, { name }, admin);
  await signUp(gatehouse, 'named@update.test');
  await gatehouse.drain();
  const [mail] = mailsTo(gatehouse, 'named@update.test');
  expect(mail?.recipients).toEqual(['named@update.test']);
  expect(mail?.parsed.from?.value).toEqual([{ name, address: 'no-reply@gatehouse.test' }]);
  expect(mail?.subject).toBe(`Verify your email address for ${name}`);
  expect([mail?.parsed.headers.has('bcc'), mail?.parsed.headers.has('cc')]).toEqual([false, false]);
  expect(mail?.html).toContain('&lt;b@evil.test&gt;');
  await updatePortal(gatehouse, { name: 'Demo Developers' }, admin);
});

test.each([
  [
    'origins',
    [
      ['docs.demo.test'],
      ['https://docs.demo.test/'],
      ['https://docs.demo.test/path'],
      ['null'],
      ['*'],
      ['HTTPS://Docs.demo.test'],
    ],
  ],
  [
    'origins',
    [
      ['https://user@docs.demo.test'],
      ['ftp://docs.demo.test'],
      ['https://*.demo.test'],
      Array.from({ length: 21 }, (_, at) => `https://d${at}.test`),
    ],
  ],
  ['mailFrom', ['', 'nobody', 'a@x.test, b@x.test', 'Name <a@x.test>', 'a@x.test\r\nBcc: b@x.test']],
  ['contactEmail', ['', 'a b@x.test', 'a@x.test?subject=x']],
  ['publicUrl', ['', 'javascript:alert(1)', 'https://user:pw@demo.test', 'https://demo.test/?next=']],
  ['catalogUrl', ['', 'data:text/html,x', '//demo.test']],
  ['name', ['', 'two\nlines', 'x'.repeat(257)]],
  ['passwordMinLength', [7, 65, 0, -8]],
  [
    'passwordContextWords',
    [['no'], ['two\nlines'], ['half \ud800'], ['x'.repeat(65)], Array.from({ length: 21 }, (_, at) => `word ${at}`)],
  ],
])('%s that cannot be one is refused, and nothing changes', async (field, values) => {
  const before = await row();
  for (const value of values) {
    const answer = await refusal(updatePortal(gatehouse, { autoApprove: true, [field]: value }, admin), 'InvalidInput');
    expect([value, answer.__typename, answer.issues?.[0]?.path[0]]).toEqual([value, 'InvalidInput', field]);
  }
  expect(await row()).toEqual(before);
});

test('R34: only an OWNER of the portal changes it; out of reach it is as if there were none', async () => {
  await createPortal(gatehouse, 'second', admin);
  const before = await row();
  const answerTo = async (token: string | undefined, portal = 'demo') =>
    (await updatePortal(gatehouse, { name: 'Taken over' }, token, portal)).__typename;
  const stranger = await addAdmin(gatehouse, 'owner-second@update.test', 'OWNER', 'second');
  expect([await answerTo(undefined), await answerTo(undefined, 'nowhere')]).toEqual(['NotAllowed', 'NotAllowed']);
  expect([await answerTo(stranger), await answerTo(stranger, 'nowhere'), await answerTo(stranger, 'x\u0000')]).toEqual([
    'NotFound',
    'NotFound',
    'NotFound',
  ]);
  expect(await answerTo(await addAdmin(gatehouse, 'approver@update.test', 'APPROVER', 'demo'))).toBe('NotAllowed');
  expect(await answerTo(await addAdmin(gatehouse, 'viewer@update.test', 'VIEWER', null))).toBe('NotAllowed');
  expect(await row()).toEqual(before);
  expect(await answerTo(await addAdmin(gatehouse, 'owner@update.test', 'OWNER', 'demo'))).toBe('UpdatePortalSuccess');
});

test('applyToPending that fails with the change queues nothing', async () => {
  const jobs = 'SELECT 1 FROM jobs';
  const before = (await gatehouse.sql(jobs)).length;
  await gatehouse.sql("ALTER TABLE portals ADD CONSTRAINT no_such_name CHECK (name <> 'Refused below') NOT VALID");
  const document = `mutation { updatePortal(input: { portal: "demo", name: "Refused below", applyToPending: true }) { __typename } }`;
  const { errors } = await gatehouse.graphql(document, {}, { token: admin });
  await gatehouse.sql('ALTER TABLE portals DROP CONSTRAINT no_such_name');
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['INTERNAL_SERVER_ERROR']);
  expect(await gatehouse.sql(jobs)).toHaveLength(before);
});
