import { expect, test } from 'vitest';
import { decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { registrationLink } from '../kit/own-registration.ts';
import { mailedToken, statusOf, verifiedPerson } from '../kit/people.ts';
import { connect } from '../kit/sso.ts';
import { arriveAt, openBrowser, press, soon } from './browser.ts';

const issuer = await startIssuer();
const operator = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
// The pages have to do with their own documents.
const gatehouse = await startInstallation({ TRUSTED_DOCUMENTS: 'web/dist/documents.json' }, operator);
const { visit } = await openBrowser(gatehouse, [issuer.url]);
const admin = await openDemoPortal(operator);

const openPath = (token: string) => `/p/demo/open-registration?token=${token}`;

test('who waits without a password asks for a link on the log-in page, and corrects and withdraws the registration', async () => {
  await verifiedPerson(operator, 'ada@link-page.test');
  const page = await visit();
  await page.goto('/p/demo/log-in');
  await page.getByRole('link', { name: 'See where your registration stands' }).click();
  await arriveAt(page, 'See where your registration stands');
  await page.getByLabel('Email address').fill('ada@link-page.test');
  await press(page, 'Send me an email');
  await arriveAt(page, 'Check your email');
  await page.getByText('If ada@link-page.test is registered at demo portal').waitFor();
  await page.reload();
  await page.getByText('If ada@link-page.test is registered at demo portal').waitFor();

  const path = openPath(await mailedToken(operator, 'ada@link-page.test'));
  await page.goto(path);
  await arriveAt(page, 'Your registration at demo portal');
  await page.getByText('This link was requested on').waitFor();
  await press(page, 'See my registration');
  await arriveAt(page, 'Waiting for approval');
  expect(page.url()).not.toContain('token');
  await page.reload();
  await arriveAt(page, 'Waiting for approval');
  await page.getByText('Correct it…').click();
  await page.getByLabel('Full name').fill('Ada King');
  await press(page, 'Save the corrections');
  await page.getByText('Your corrections are saved.').waitFor();

  const other = await visit();
  await other.goto(path);
  await arriveAt(other, 'This link has shown your registration already');
  await other.getByRole('link', { name: 'Ask for another link' }).click();
  await arriveAt(other, 'See where your registration stands');

  await page.getByText('Withdraw my registration…').click();
  await press(page, 'Withdraw it for good');
  await arriveAt(page, 'Your registration is withdrawn');
  await soon(() => operator.sql(`SELECT FROM developers WHERE email = 'ada@link-page.test'`)).toEqual([]);
});

test('who was rejected reads the reason, and a reader who did not ask ends the link', async () => {
  const { id, email } = await verifiedPerson(operator, 'rejected@link-page.test');
  await succeed(decide(operator, 'reject', [id], admin, { reason: 'We know no such company.' }));
  await operator.drain();
  const [path, unwanted] = [
    openPath(await registrationLink(operator, email)),
    openPath(await registrationLink(operator, email)),
  ];
  const page = await visit();
  await page.goto(unwanted);
  await press(page, 'This was not me');
  await arriveAt(page, 'Thank you for telling us');
  await page.goto(unwanted);
  await arriveAt(page, 'This link does not work');
  await page.goto(path);
  await press(page, 'See my registration');
  await arriveAt(page, 'Your registration was rejected');
  await page.getByText('We know no such company.').waitFor();
});

test('who waits sees the registration after a log-in with SSO, too', async () => {
  issuer.behave({ person: { sub: 'waits', name: 'Ada Lovelace', email: 'sso@link-page.test', email_verified: true } });
  const { startUrl } = await connect(operator, issuer, { approval: 'RULES' });
  const page = await visit();
  await page.goto(new URL(startUrl).pathname);
  await arriveAt(page, 'Waiting for approval');
  expect(page.url()).not.toContain('token');
  await press(page, 'See my registration');
  await page.getByText('It has waited since').waitFor();
  await page.getByText('sso@link-page.test').waitFor();
  expect(await statusOf(operator, 'sso@link-page.test')).toBe('PENDING');
});
