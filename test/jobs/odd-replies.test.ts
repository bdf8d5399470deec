import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { mailStateOf } from '../kit/mail-reports.ts';
import { approvedPerson, requestPasswordReset } from '../kit/people.ts';
import { portOf } from '../kit/port-of.ts';

/** What it says to RCPT. A library for mail servers would take odd characters out. */
let toRecipient = '';
const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.write('220 mail.test\r\n');
  socket.on('data', (lines) => {
    for (const line of lines.toString().split('\r\n').filter(Boolean)) {
      socket.write(line.startsWith('RCPT') ? `${toRecipient}\r\n` : '250 fine\r\n');
    }
  });
});
await once(server.listen(0, '127.0.0.1'), 'listening');
afterAll(() => server.close());

const gatehouse = await startInstallation();
const odd = await startInstallation({ SMTP_URL: `smtp://127.0.0.1:${portOf(server)}` }, gatehouse);
const admin = await openDemoPortal(gatehouse);

test.each([
  ['550 5.1.1 no such\0 user', 'FAILED', 'BOUNCED', '550 5.1.1 no such user', '5.1.1 no such user'],
  ['450 4.2.1 later\0\x07', 'QUEUED', 'OK', '450 4.2.1 later', null],
])('R63: %j ends the attempt, without the characters that no text can hold', async (reply, status, state, reason, detail) => {
  toRecipient = reply;
  const { id, email } = await approvedPerson(gatehouse, `${status.toLowerCase()}@odd.test`, admin);
  await requestPasswordReset(gatehouse, email);
  await odd.drain();
  const [job] = await gatehouse.sql(
    "SELECT status, attempt, last_error FROM jobs WHERE name = 'sendPasswordResetEmail' AND payload->>'developerId' = $1",
    [id],
  );
  expect(job).toEqual({ status, attempt: 1, last_error: expect.stringContaining(reason) });
  expect(await mailStateOf(gatehouse, id, admin)).toMatchObject({ state, detail });
});
