import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation({ CLIENT_LIMIT: '20/1m', TRUSTED_PROXIES: '1' });
await openDemoPortal(gatehouse);

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
const linesOf = (act: string) => gatehouse.logs.filter((line) => JSON.parse(line).act === act);

test('L10: one client without a session cannot fill the log', async () => {
  const fifteen = Array.from({ length: 15 }, (_, n) => `a${n}: logOut(input: { portal: "demo" }) { __typename }`).join(' ');
  for (let time = 0; time < 10; time++) await gatehouse.graphql(`mutation { ${fifteen} }`, {}, from(`2001:db8:0:${time}::1`));
  expect(linesOf('logOut').length).toBe(21);
  await gatehouse.graphql('mutation { adminLogOut(input: {}) { __typename } }', {}, from('192.0.2.1'));
  expect(linesOf('adminLogOut').length).toBe(1);
});

test('L10: wrong back-channel log-outs are counted by client', async () => {
  const post = async (address: string) =>
    (
      await fetch(`${gatehouse.url}/sso/demo/x/back-channel-logout`, {
        method: 'POST',
        body: 'logout_token=x',
        ...from(address),
      })
    ).status;
  const answers = [];
  for (let time = 0; time < 25; time++) answers.push(await post('198.51.100.1'));
  expect(answers).toEqual([...Array<number>(20).fill(400), ...Array<number>(5).fill(429)]);
  expect(linesOf('backChannelLogout').length).toBe(20);
  expect(await post('198.51.100.2')).toBe(400);
});
