import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { mailTemplate, resetMailTemplate, setMailTemplate, versionsOf } from '../kit/mail-templates.ts';
import { refusal, succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

test('a reset brings back the texts of Gatehouse, keeps the versions before, and needs the last version', async () => {
  await succeed(setMailTemplate(gatehouse, owner, { title: 'Mine' }));
  await refusal(resetMailTemplate(gatehouse, owner, 0), 'Stale');
  const { template } = await succeed(resetMailTemplate(gatehouse, owner, 1));
  expect(template).toMatchObject({ isChanged: false, version: 2, texts: template.productTexts });
  expect((await versionsOf(gatehouse, owner)).map(({ texts }) => texts?.title ?? null)).toEqual([null, 'Mine']);
  await refusal(resetMailTemplate(gatehouse, owner, 1), 'Stale');
  await succeed(setMailTemplate(gatehouse, owner, { title: 'Mine again' }));
  expect((await mailTemplate(gatehouse, owner)).version).toBe(3);
});
