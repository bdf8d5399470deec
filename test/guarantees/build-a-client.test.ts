import { readFile } from 'node:fs/promises';
import { generate } from '@graphql-codegen/cli';
import { expect, test } from 'vitest';
import { openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { personWithTotp } from '../kit/own-second-factors.ts';
import { mailsTo, PASSWORD } from '../kit/people.ts';
import { codeOf } from '../kit/second-factors.ts';

const EMAIL = 'ada@example.com';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await setSignUpFields(gatehouse, [{ key: 'company', label: 'Company', kind: 'TEXT', required: true }], admin);
const terms = { version: '2026-11', url: 'https://demo.test/terms' };
await updatePortal(gatehouse, { autoApprove: true, terms }, admin);

const page = await readFile(new URL('../../docs/build-a-client.md', import.meta.url), 'utf8');
/** Code of the page, which asks this installation instead. */
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) =>
    code.replaceAll('http://localhost:4000', gatehouse.url),
  );
const load = (code: string) => import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);

const linkMailed = () => mailsTo(gatehouse, EMAIL)[0]?.text.match(/http\S+verify-email\?token=\S+/)?.[0];

async function linkInTheMail(): Promise<string | undefined> {
  await expect.poll(linkMailed, { timeout: 60_000 }).toBeDefined();
  return linkMailed();
}

test('C1: the client that the page shows signs up, verifies, logs in and out, in the order that it says', async () => {
  const [client = '', walk = ''] = blocks('js');
  expect(client.split('\n').length).toBeLessThan(50);
  const stop = await gatehouse.startWorker();
  const printed: string[] = [];
  const acts = await load(client);
  const scope = { ...acts, linkInTheMail, console: { log: (line: string) => printed.push(line) } };
  const run = await load(`export default async ({ ${Object.keys(scope)} }) => { ${walk} }`);
  await run.default(scope);
  expect(printed).toEqual(['Ada Lovelace']);
  expect(await acts.me()).toEqual({ me: null });

  const refused = acts.signUp({ email: 'no address', fullName: 'Ada' });
  await expect(refused).rejects.toMatchObject({ __typename: 'InvalidInput', issues: expect.anything() });
  await expect(acts.logIn(EMAIL, 'not the password')).rejects.toMatchObject({ __typename: 'InvalidCredentials' });
  await stop();
});

test('C1: that client logs in a person with a second factor, as the page says', async () => {
  await setSignUpFields(gatehouse, [], admin);
  await updatePortal(gatehouse, { secondFactor: 'OPTIONAL', terms: null }, admin);
  const { email, secret } = await personWithTotp(gatehouse, 'grace@example.com', admin);
  const [client = '', , step = ''] = blocks('js');
  const acts = await load(client);
  const scope = { ...acts, email, password: PASSWORD, codeTyped: async () => codeOf(secret) };
  const run = await load(`export default async ({ ${Object.keys(scope)} }) => { ${step} }`);
  await run.default(scope);
  expect(await acts.me()).toMatchObject({ me: { email } });
});

test('C1: the configuration that the page shows makes types', async () => {
  const [config = ''] = blocks('ts');
  const { default: shown } = await load(config.replace(/^import type.*$/m, '').replace(': CodegenConfig', ''));
  const documents = ['query me($portal: String!) { me(portal: $portal) { email status } }'];
  expect(shown.schema).toBe(`${gatehouse.url}/schema.graphql`);
  const asked = { ...shown, schema: 'schema/schema.graphql', documents, silent: true };
  const files = await generate(asked, false);
  expect(files).toMatchObject([{ filename: 'src/gatehouse.ts', content: expect.stringContaining('export type MeQuery') }]);
});
