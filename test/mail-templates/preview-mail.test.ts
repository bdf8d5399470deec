import { expect, test } from 'vitest';
import { PreviewMailDocument, type PreviewMailQueryVariables } from '../generated/operations.ts';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { TEXTS } from '../kit/mail-templates.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

const ask = (more: Partial<PreviewMailQueryVariables> = {}, token: string | undefined = owner) =>
  gatehouse.graphql(PreviewMailDocument, { ...TEXTS, ...more }, { token });

const state = () =>
  gatehouse.sql('SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM mail_templates) AS templates');

test('a preview shows what is typed around the link, the warning and the reason, and saves nothing', async () => {
  const before = await state();
  const { data } = await ask({ subject: 'Hello {{portal}}', body: 'A *new* text.\n\n- one\n- two', buttonLabel: 'Go on' });
  const { subject, html, text } = data?.previewMail ?? { subject: '', html: '', text: '' };
  expect(subject).toBe('Hello demo portal');
  expect(html).toContain('A <em>new</em> text.');
  expect(html).toContain('>Go on</span>');
  for (const part of [html, text]) {
    expect(part).toContain('One more step');
    expect(part).toContain(`${gatehouse.url}/p/demo/verify-email?token=`);
    expect(part).toContain('If it was not you, ignore this email');
    expect(part).toContain('this address was entered at demo portal');
  }
  const german = await ask({ locale: 'de', mail: 'QUESTION', body: '{{greeting}}' });
  expect(german.data?.previewMail?.text).toContain('Ada Lovelace');
  expect(german.data?.previewMail?.html).toContain('lang="de"');
  expect(await state()).toEqual(before);
});

test('a preview refuses what cannot be saved, and people who may not change it', async () => {
  const code = async (more: Partial<PreviewMailQueryVariables>, token?: string) =>
    (await ask(more, token)).errors[0]?.extensions?.code;
  expect(await code({ body: '{{unknown}}' })).toBe('INVALID_INPUT');
  expect(await code({ body: '[x](javascript:alert(1))' })).toBe('INVALID_INPUT');
  await createPortal(gatehouse, 'elsewhere', owner);
  expect(await code({}, await addAdmin(gatehouse, 'viewer@preview.test', 'VIEWER', 'demo'))).toBe('NOT_ALLOWED');
  expect(await code({}, await addAdmin(gatehouse, 'other@preview.test', 'OWNER', 'elsewhere'))).toBe('NOT_ALLOWED');
});
