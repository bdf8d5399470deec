import { expect, test } from 'vitest';
import { LONGEST_PART, MOST_PROBLEMS } from '../../domain/mail-templates/problems-of.ts';
import { LONGEST_BODY, LONGEST_LABEL, LONGEST_SUBJECT, LONGEST_TITLE } from '../../domain/mail-templates/texts-input.ts';
import { MOST_VERSIONS } from '../../domain/mail-templates/write-version.ts';
import { LANGUAGES } from '../../texts/languages.ts';
import { MAIL_NAMES } from '../../texts/templated-mails.ts';
import { MailTemplatesDocument, SetMailTemplateDocument, type SetMailTemplateInput } from '../generated/operations.ts';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { mailTemplate, resetMailTemplate, setMailTemplate, TEXTS, versionsOf } from '../kit/mail-templates.ts';
import { mutate, refusal, succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

const issuesOf = async (input: Partial<SetMailTemplateInput>): Promise<string[][]> => {
  const { issues } = await refusal(setMailTemplate(gatehouse, owner, input), 'InvalidInput');
  return issues.map(({ path, code, message }) => [path.join('.'), code, message]);
};

const event = async (): Promise<object> => {
  const [last] = await gatehouse.sql<{ type: string; data: object; actor_name: string }>(
    "SELECT type, data, actor_name FROM events WHERE type LIKE 'portal.mail-template%' ORDER BY id DESC LIMIT 1",
  );
  return { ...last };
};

test('every email in every language has the texts of Gatehouse, until an OWNER changes one in one language', async () => {
  const { data } = await gatehouse.graphql(MailTemplatesDocument, { portal: 'demo' }, { token: owner });
  const all = data?.portal?.settings?.mailTemplates ?? [];
  expect(all.map(({ mail, locale }) => `${mail} ${locale}`)).toEqual(
    MAIL_NAMES.flatMap((mail) => LANGUAGES.map((locale) => `${mail} ${locale}`)),
  );
  for (const { isChanged, version, texts, productTexts, changedAt } of all) {
    expect({ isChanged, version, texts, changedAt }).toEqual({
      isChanged: false,
      version: 0,
      texts: productTexts,
      changedAt: null,
    });
  }

  const { template } = await succeed(setMailTemplate(gatehouse, owner));
  const { subject, title, body } = TEXTS;
  expect(template).toMatchObject({ isChanged: true, version: 1, texts: { subject, title, body, buttonLabel: null } });
  expect(template.productTexts.buttonLabel).toBe('Verify email address');
  expect(template.changedBy).toMatch(/@/);
  expect(await event()).toMatchObject({
    type: 'portal.mail-template-changed',
    data: { mail: 'VERIFY_EMAIL', locale: 'en', version: 1, fields: ['subject', 'title', 'body', 'buttonLabel'] },
  });
  expect((await mailTemplate(gatehouse, owner, 'VERIFY_EMAIL', 'de')).isChanged).toBe(false);

  await succeed(setMailTemplate(gatehouse, owner, { title: 'Two steps' }));
  expect(await event()).toMatchObject({ data: { version: 2, fields: ['title'] } });
  expect(JSON.stringify(await event())).not.toContain('Two steps');
});

test('an older version is read and saved again, a reset brings back the texts of Gatehouse, and 20 versions are kept', async () => {
  const { version } = await mailTemplate(gatehouse, owner);
  const { template } = await succeed(resetMailTemplate(gatehouse, owner, version));
  expect(template).toMatchObject({ isChanged: false, version: version + 1, texts: template.productTexts });
  expect(await event()).toMatchObject({ type: 'portal.mail-template-reset', data: { version: version + 1 } });
  const [newest, older] = await versionsOf(gatehouse, owner);
  expect([newest?.texts, older?.texts?.title]).toEqual([null, 'Two steps']);
  await succeed(setMailTemplate(gatehouse, owner, { ...older?.texts }));
  expect((await mailTemplate(gatehouse, owner)).texts.title).toBe('Two steps');

  for (let n = 0; n < MOST_VERSIONS; n++) await succeed(setMailTemplate(gatehouse, owner, { title: `Title ${n}` }));
  const kept = await versionsOf(gatehouse, owner);
  expect([kept.length, kept[0]?.texts?.title, kept.at(-1)?.texts?.title]).toEqual([20, 'Title 19', 'Title 0']);
  expect(MOST_VERSIONS).toBe(20);
});

test('a version that is not the last one is Stale, and of several setters at once one succeeds', async () => {
  const { version } = await mailTemplate(gatehouse, owner);
  for (const other of [0, version - 1, version + 1, 2 ** 31 - 2]) {
    await refusal(setMailTemplate(gatehouse, owner, { version: other }), 'Stale');
    await refusal(resetMailTemplate(gatehouse, owner, other), 'Stale');
  }
  expect(await issuesOf({ version: -1 })).toMatchObject([['version', 'TOO_LOW', expect.anything()]]);
  expect(await issuesOf({ version: 2 ** 31 - 1 })).toMatchObject([['version', 'TOO_HIGH', expect.anything()]]);
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, n) => setMailTemplate(gatehouse, owner, { version, title: `Racer ${n}` })),
  );
  expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
    'SetMailTemplateSuccess',
    ...Array.from({ length: 5 }, () => 'Stale'),
  ]);
  expect((await mailTemplate(gatehouse, owner)).version).toBe(version + 1);
});

test('variables: an unknown one is named with those that there are, a missing one is named, an open one is a text', async () => {
  expect(await issuesOf({ subject: 'Hi {{ unknown }}', body: '{{ name }}', title: '{{}}' })).toEqual([
    ['subject', 'UNKNOWN_VARIABLE', 'This email has no variable {{unknown}}. It has: {{portal}}.'],
    ['title', 'UNKNOWN_VARIABLE', 'This email has no variable {{}}. It has: {{portal}}.'],
    ['body', 'UNKNOWN_VARIABLE', 'This email has no variable {{name}}. It has: {{portal}}.'],
  ]);
  const many = await issuesOf({ body: `{{${'x'.repeat(500)}}} `.repeat(5) + '{{y}} '.repeat(50) });
  expect([many.length, MOST_PROBLEMS]).toEqual([10, 10]);
  expect(many[0]?.[2]).toContain(`{{${'x'.repeat(LONGEST_PART)}}}`);
  expect(many[0]?.[2]).not.toContain('x'.repeat(LONGEST_PART + 1));
  expect(await issuesOf({ mail: 'SSO_LINKED', body: 'Linked.' })).toEqual([
    ['body', 'MISSING_VARIABLE', 'Must have {{account}}, because the email is about it.'],
  ]);
  for (const body of ['{{', '{{ name', '{{ portal }} **open', 'a } }} b', '[x](', '<script>alert(1)</script>', '```']) {
    const { template } = await succeed(setMailTemplate(gatehouse, owner, { body }));
    expect(template.texts.body).toBe(body);
  }
});

test('R183: links lead to https and mailto, without variables, and there are no pictures', async () => {
  const codes = async (body: string) => (await issuesOf({ body })).map(([path, code]) => `${path} ${code}`);
  const unsafe = [
    '[x](javascript:alert(1))',
    '[x](JAVASCRIPT:alert(1))',
    '<javascript:alert(1)>',
    '[x](java\\script:alert(1))',
    '[x](http://evil.test)',
    '[x](//evil.test)',
    '[x](/path)',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](https://user:secret@evil.test)',
    '[x](https://evil.test/{{portal}})',
    '[x][y]\n\n[y]: javascript:alert(1)',
  ];
  for (const body of unsafe) expect([body, await codes(body)]).toEqual([body, ['body UNSAFE_LINK']]);
  expect(await issuesOf({ body: '[x](javascript:alert(1))' })).toEqual([
    ['body', 'UNSAFE_LINK', 'A link to javascript:alert(1) is not allowed: only https and mailto, without variables.'],
  ]);
  expect(await codes('![logo](https://acme.test/logo.png)')).toEqual(['body MALFORMED']);
  expect(await codes('>'.repeat(100))).toEqual(['body MALFORMED']);
  expect(await codes('*a'.repeat(600))).toEqual(['body MALFORMED']);
  const body = '[docs](https://acme.test/docs), [us](mailto:us@acme.test)';
  await succeed(setMailTemplate(gatehouse, owner, { body }));
});

test('lengths are counted in characters, subjects have no line break, and a button is named where there is one', async () => {
  const emoji = '🎉';
  const longest = {
    subject: emoji.repeat(LONGEST_SUBJECT),
    title: emoji.repeat(LONGEST_TITLE),
    body: emoji.repeat(LONGEST_BODY),
    buttonLabel: emoji.repeat(LONGEST_LABEL),
  };
  await succeed(setMailTemplate(gatehouse, owner, longest));
  for (const [field, text] of Object.entries(longest)) {
    expect(await issuesOf({ [field]: `${text}x` })).toEqual([[field, 'TOO_LONG', expect.any(String)]]);
    expect(await issuesOf({ [field]: 'x'.repeat(100_000) })).toEqual([[field, 'TOO_LONG', expect.any(String)]]);
    expect(await issuesOf({ [field]: ' \u200b ' })).toEqual([[field, 'REQUIRED', expect.any(String)]]);
  }
  for (const field of ['subject', 'title', 'buttonLabel']) {
    expect(await issuesOf({ [field]: 'Hi\r\nBcc: eve@evil.test' })).toEqual([[field, 'BAD_CHARACTERS', expect.any(String)]]);
  }
  expect(await issuesOf({ body: '[a]: https://acme.test' })).toMatchObject([['body', 'REQUIRED', expect.anything()]]);
  expect(await issuesOf({ mail: 'NEW_DEVICE', buttonLabel: 'Go' })).toMatchObject([
    ['buttonLabel', 'READ_ONLY', expect.anything()],
  ]);
});

test('a language that is none and an email that is none are refused; a language that is not offered can be written', async () => {
  const codes = { xx: 'UNKNOWN_CHOICE', 'de-DE': 'UNKNOWN_CHOICE', '': 'REQUIRED', 'not a tag': 'MALFORMED' };
  for (const [locale, code] of Object.entries(codes)) {
    const answer = mutate(gatehouse, SetMailTemplateDocument, { ...TEXTS, locale, version: 0 }, { token: owner });
    expect((await refusal(answer, 'InvalidInput')).issues).toMatchObject([{ path: ['locale'], code }]);
  }
  const { errors } = await gatehouse.graphql(
    'mutation { setMailTemplate(input: {portal: "demo", mail: NONE, locale: "en", version: 0, subject: "a", title: "a", body: "a"}) { __typename } }',
    {},
    { token: owner },
  );
  expect(errors[0]?.message).toContain('NONE');
  const { template } = await succeed(setMailTemplate(gatehouse, owner, { locale: 'JA', version: 0 }));
  expect(template).toMatchObject({ locale: 'ja', version: 1, isChanged: true });
});

test('only an OWNER of the portal changes texts; its other admins read them', async () => {
  await createPortal(gatehouse, 'elsewhere', owner);
  const viewer = await addAdmin(gatehouse, 'viewer@texts.test', 'VIEWER', 'demo');
  const stranger = await addAdmin(gatehouse, 'stranger@texts.test', 'OWNER', 'elsewhere');
  const as = (token: string | undefined, portal = 'demo') =>
    mutate(gatehouse, SetMailTemplateDocument, { ...TEXTS, portal, version: 0 }, { token });
  expect((await as(viewer)).__typename).toBe('NotAllowed');
  expect((await as(undefined)).__typename).toBe('NotAllowed');
  expect((await as(stranger)).__typename).toBe('NotFound');
  expect((await as(owner, 'nowhere')).__typename).toBe('NotFound');
  expect((await resetMailTemplate(gatehouse, viewer, 1)).__typename).toBe('NotAllowed');
  expect((await resetMailTemplate(gatehouse, stranger, 1)).__typename).toBe('NotFound');
  expect((await as(stranger, 'elsewhere')).__typename).toBe('SetMailTemplateSuccess');
  expect((await mailTemplate(gatehouse, viewer, 'VERIFY_EMAIL', 'ja')).isChanged).toBe(true);
  const { data } = await gatehouse.graphql(MailTemplatesDocument, { portal: 'demo' }, { token: stranger });
  expect(data?.portal?.settings).toBeNull();
});
