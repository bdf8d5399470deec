import { expect, test } from 'vitest';
import { addAdmin, adminRequestPasswordReset, adminUpdateProfile, openDemoPortal, removeAdmin } from '../kit/admins.ts';
import { apiToken } from '../kit/api-tokens.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { lastMailTo, verifiedPerson } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { adminRequestSecondFactor } from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
const GERMAN = 'prueferin@language.test';
const approver = await addAdmin(gatehouse, GERMAN, 'APPROVER', 'demo');

const reading = (language: string) => ({ headers: { 'accept-language': language } });

const localeOf = async (token: string) =>
  (await gatehouse.graphql<{ admin: { locale: string | null } }>('{ admin { locale } }', {}, { token })).data.admin.locale;

async function admin(email: string, locale: string | null): Promise<string> {
  const token = await addAdmin(gatehouse, email, 'VIEWER', null);
  await succeed(adminUpdateProfile(gatehouse, { locale }, token));
  return token;
}

test('an admin sets the language, keeps it by leaving it out, and forgets it with null', async () => {
  expect(await localeOf(approver)).toBe(null);
  const changed = await succeed(adminUpdateProfile(gatehouse, { locale: 'de-at' }, approver));
  expect(changed.admin).toEqual({ email: GERMAN, locale: 'de-AT' });
  expect(await localeOf(approver)).toBe('de-AT');
  expect((await succeed(adminUpdateProfile(gatehouse, {}, approver))).admin.locale).toBe('de-AT');
  await succeed(adminUpdateProfile(gatehouse, { locale: null }, approver));
  expect(await localeOf(approver)).toBe(null);
  const events = await gatehouse.sql<{ data: object }>(
    "SELECT data FROM events WHERE type = 'admin.profile-changed' AND actor_name = $1 ORDER BY id",
    [GERMAN],
  );
  // What changed nothing is no event.
  expect(events.map(({ data }) => data)).toEqual([{ fields: ['locale'] }, { fields: ['locale'] }]);
});

test.each([
  ['deutsch!', 'MALFORMED'],
  ['', 'REQUIRED'],
  [`de-${'x'.repeat(40)}`, 'TOO_LONG'],
])('a language that is none is refused, and the field is named: %j', async (locale, code) => {
  const { issues } = await refusal(adminUpdateProfile(gatehouse, { locale }, approver), 'InvalidInput');
  expect(issues).toMatchObject([{ path: ['locale'], code }]);
});

test('it takes a session of an admin, and no API token', async () => {
  await refusal(adminUpdateProfile(gatehouse, { locale: 'de' }, undefined), 'NotAllowed');
  const { token } = await apiToken(gatehouse, owner);
  await refusal(adminUpdateProfile(gatehouse, { locale: 'de' }, token), 'NotAllowed');
  const gone = await addAdmin(gatehouse, 'gone@language.test', 'VIEWER', null);
  const [row] = await gatehouse.sql<{ id: string }>("SELECT id FROM admins WHERE email = 'gone@language.test'");
  await succeed(removeAdmin(gatehouse, present(row).id, owner));
  await refusal(adminUpdateProfile(gatehouse, { locale: 'de' }, gone), 'NotAllowed');
});

test('other admins do not see the language', async () => {
  const token = await admin('private@language.test', 'de');
  expect(await localeOf(token)).toBe('de');
  const query = '{ admins { edges { node { email locale } } } }';
  type Listed = { admins: { edges: { node: { email: string; locale: string | null } }[] } };
  const { data } = await gatehouse.graphql<Listed>(query, {}, { token: owner });
  const { node } = present(data.admins.edges.find((edge) => edge.node.email === 'private@language.test'));
  expect(node.locale).toBe(null);
});

test('an admin who reads German is told of a request in German, one who reads nothing known in English', async () => {
  await succeed(adminUpdateProfile(gatehouse, { locale: 'de-CH' }, approver));
  const french = 'french@language.test';
  await succeed(adminUpdateProfile(gatehouse, { locale: 'fr' }, await addAdmin(gatehouse, french, 'APPROVER', 'demo')));
  const { email } = await verifiedPerson(gatehouse, 'ada@language.test');
  await gatehouse.drain();
  const german = lastMailTo(gatehouse, GERMAN);
  expect(german.subject).toMatch(
    /^1 Person wartet bei demo portal auf eine Entscheidung, seit \d\d\.\d\d\.\d{4}, \d\d:\d\d UTC$/,
  );
  expect(german.text).toContain('Sie bekommen diese E-Mail, weil Sie über Registrierungen bei demo portal entscheiden.');
  expect(german.text).toContain(`${gatehouse.url}/admin?portal=demo`);
  expect(german.text).toContain(`${gatehouse.url}/admin/decide?token=`);
  expect(german.text).not.toContain(email);
  expect(german.html).toContain('lang="de"');
  for (const to of [french, 'owner@gatehouse.test']) {
    const mail = lastMailTo(gatehouse, to);
    expect(mail.subject).toMatch(/^1 person waits for a decision at demo portal, since \w+ \d+, \d{4}, \d\d:\d\d UTC$/);
    expect(mail.html).toContain('lang="en"');
  }
});

test.each([
  ['what the admin chose', 'de', 'ja', 'Neues Admin-Passwort für Gatehouse'],
  ['the request, if the admin chose none', null, 'fr, de-AT;q=0.9', 'Neues Admin-Passwort für Gatehouse'],
  ['English, if nothing is known', null, 'fr', 'Reset your admin password for Gatehouse'],
  ['the request, if there are no texts of the choice', 'fr', 'ja', 'Gatehouse の管理者パスワードの再設定'],
])('a password reset is in the language of %s', async (_, locale, accepted, subject) => {
  const email = `reset-${crypto.randomUUID()}@language.test`;
  await admin(email, locale);
  await succeed(adminRequestPasswordReset(gatehouse, email, reading(accepted)));
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, email);
  expect(mail.subject).toBe(subject);
  expect(mail.text).toContain(`${gatehouse.url}/admin/reset-password?token=`);
});

test('a link for a second factor is in the language of the request, if the admin chose none', async () => {
  const token = await addAdmin(gatehouse, 'factor@language.test', 'VIEWER', null);
  await succeed(adminRequestSecondFactor(gatehouse, { token, ...reading('de') }));
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, 'factor@language.test');
  expect(mail.subject).toBe('Zweiten Faktor für Gatehouse einrichten');
  expect(mail.text).toContain('Dieser Link gilt 30 Minuten und nur einmal.');
});

test('what others and the programs do is told in the language of the admin', async () => {
  const token = await admin('owner@language.test', 'de');
  await gatehouse.sql(
    "UPDATE admin_roles SET role = 'OWNER' FROM admins a WHERE a.id = admin_id AND a.email = 'owner@language.test'",
  );
  await apiToken(gatehouse, token, { name: 'Chatbot', roles: [{ role: 'VIEWER' }] });
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, 'owner@language.test');
  expect(mail.subject).toBe('Sie haben bei Gatehouse einen API-Token erstellt: Chatbot');
  expect(mail.text).toMatch(/gilt bis \d\d\.\d\d\.\d{4}, \d\d:\d\d UTC/);
});
