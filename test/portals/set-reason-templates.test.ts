import { expect, test } from 'vitest';
import { LONGEST_TEMPLATE_NAME, MOST_TEMPLATES } from '../../domain/portals/set-reason-templates.ts';
import { addAdmin, addPeople, createPortal, decide, openDemoPortal, setReasonTemplates } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { type AnyAnswer, succeed } from '../kit/mutate.ts';
import { mailsTo, verifiedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const CONTRACT = { name: 'No contract', text: 'We found no contract.\nWrite to us.' };
const EARLY = { name: 'Too early', text: 'We open in May.' };

const issuesOf = ({ issues = [] }: AnyAnswer): string[][] => issues.map(({ path, code }) => [path.join('.'), code]);

test('an OWNER replaces the saved reasons, in their order, and the log says which changed', async () => {
  await succeed(setReasonTemplates(gatehouse, [EARLY, { ...CONTRACT, text: 'Old text.' }], admin));
  const { portal } = await succeed(setReasonTemplates(gatehouse, [CONTRACT, { name: 'New', text: 'x' }], admin), 'portal');
  expect(portal?.settings?.reasonTemplates).toEqual([CONTRACT, { name: 'New', text: 'x' }]);
  const [event] = await gatehouse.sql<{ data: object }>(
    "SELECT data FROM events WHERE type = 'portal.reason-templates-changed' ORDER BY at DESC LIMIT 1",
  );
  expect(event?.data).toEqual({ added: ['New'], removed: ['Too early'], changed: ['No contract'] });
});

test('a decision names a saved reason, mails its text, and keeps it when the saved one changes', async () => {
  await succeed(setReasonTemplates(gatehouse, [CONTRACT], admin));
  const { id, email } = await verifiedPerson(gatehouse, 'named@reasons.test');
  await succeed(decide(gatehouse, 'reject', [id], admin, { reasonTemplate: 'No contract' }));
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email).at(-1)?.text).toContain('We found no contract.');
  await succeed(setReasonTemplates(gatehouse, [], admin));
  const decisions = await gatehouse.sql('SELECT reason FROM decisions WHERE developer_id = $1', [id]);
  expect(decisions).toEqual([{ reason: CONTRACT.text }]);
});

test('an unknown name, a name beside a reason, and a name that means two texts are refused, and nobody is decided', async () => {
  await createPortal(gatehouse, 'second', admin);
  await succeed(setReasonTemplates(gatehouse, [CONTRACT], admin));
  const ids = [...(await addPeople(gatehouse, 1)), ...(await addPeople(gatehouse, 1, 'second'))];
  const wrong = async (reasonTemplate: string, reason: string | null = null) => {
    const answer = await decide(gatehouse, 'approve', ids, admin, { reasonTemplate, reason });
    return issuesOf(answer);
  };
  expect(await wrong('No contract')).toEqual([['reasonTemplate', 'UNKNOWN_CHOICE']]);
  expect(await wrong('No contract', 'A reason.')).toEqual([['reasonTemplate', 'CONTRADICTORY']]);
  await succeed(setReasonTemplates(gatehouse, [{ ...CONTRACT, text: 'Another.' }], admin, 'second'));
  expect(await wrong('No contract')).toEqual([['reasonTemplate', 'CONTRADICTORY']]);
  expect(await gatehouse.sql("SELECT 1 FROM developers WHERE id = ANY ($1) AND status <> 'PENDING'", [ids])).toEqual([]);
});

test('names are unique and of 1 to 100 characters, texts are not empty, and a portal has 50 reasons at most', async () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `Reason ${at}`, text: 'x' }));
  const issues = async (templates: { name: string; text: string }[]) =>
    issuesOf(await setReasonTemplates(gatehouse, templates, admin));
  expect(await issues([EARLY, EARLY])).toEqual([['templates', 'DUPLICATE']]);
  expect(await issues([{ name: ' ', text: 'x' }])).toEqual([['templates.0.name', 'REQUIRED']]);
  expect(await issues([{ name: 'x'.repeat(LONGEST_TEMPLATE_NAME + 1), text: 'x' }])).toEqual([
    ['templates.0.name', 'TOO_LONG'],
  ]);
  expect(await issues([{ name: 'x', text: ' \n ' }])).toEqual([['templates.0.text', 'REQUIRED']]);
  expect(await issues([{ name: 'x', text: 'x'.repeat(2_001) }])).toEqual([['templates.0.text', 'TOO_LONG']]);
  expect(await issues(many(MOST_TEMPLATES + 1))).toEqual([['templates', 'TOO_MANY']]);
  expect(await issues(many(MOST_TEMPLATES))).toEqual([]);
});

test('an APPROVER uses saved reasons, and does not change them', async () => {
  const approver = await addAdmin(gatehouse, 'approver@reasons.test', 'APPROVER', 'demo');
  expect(await setReasonTemplates(gatehouse, [], approver)).toMatchObject({ __typename: 'NotAllowed' });
  await succeed(setReasonTemplates(gatehouse, [EARLY], admin));
  const [id = ''] = await addPeople(gatehouse, 1);
  expect(await succeed(decide(gatehouse, 'reject', [id], approver, { reasonTemplate: 'Too early' }))).toMatchObject({
    results: [{ error: null }],
  });
});
