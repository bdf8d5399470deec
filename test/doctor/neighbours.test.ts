import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { portOf } from '../kit/port-of.ts';
import { found, startPatient } from './patient.ts';

const patient = startPatient();

test('mail server: which step fails, of each that is named', async () => {
  const look = async (url: string) => (await found(patient, { SMTP_URL: url }, 'mail server'))[0];
  expect(await look(`smtp://127.0.0.1:9, ${patient.inbox.url}`)).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(
      /^127.0.0.1:9: no connection: .*ECONNREFUSED.*; 127.0.0.1:\d+: it greets, and takes the log-in/,
    ),
    todo: expect.stringMatching(/^127.0.0.1:9: start the mail server.*; mails go out by the other server meanwhile$/),
  });
  expect(await look('smtp://127.0.0.1:9')).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^no connection: .*ECONNREFUSED/),
  });
  expect(await look('smtp://nowhere.invalid:25')).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^its host could not be looked up/),
  });
  expect(await look(patient.inbox.url.replace('smtp:', 'smtps:'))).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^no TLS/),
  });
  const strict = new SMTPServer({ disabledCommands: ['STARTTLS'], onAuth: (_, __, done) => done(new Error('who are you?')) });
  strict.on('error', () => undefined);
  await once(strict.listen(0, '127.0.0.1'), 'listening');
  const guarded = `smtp://user:secret-word@127.0.0.1:${portOf(strict.server)}`;
  expect(await look(guarded)).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^it refused the log-in: SMTP 535/),
  });
  strict.close();
  patient.inbox.behaviour.refuseConnection = { code: 554, message: 'go away' };
  expect(await look(patient.inbox.url)).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^no greeting: SMTP 554/),
  });
  patient.inbox.behaviour.refuseConnection = undefined;
  const mute = await listening(createServer());
  expect(await look(`smtp://127.0.0.1:${portOf(mute)}`)).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^no greeting/),
  });
  mute.close();
});

test('PUBLIC_URL: answered by this version, by another, by something else', async () => {
  const { version } = await import('../../version.ts');
  let text = '';
  const server = createHttpServer((_, response) => response.end(text));
  await listening(server);
  const look = async (said: string) => {
    text = said;
    return (await found(patient, { PUBLIC_URL: `http://127.0.0.1:${portOf(server)}` }, 'answer at PUBLIC_URL'))[0];
  };
  expect(await look(`alive\nversion ${version}\n`)).toMatchObject({ result: 'ok' });
  expect(await look('alive\nversion 0.1.0\n')).toMatchObject({
    result: 'warning',
    said: `version 0.1.0 answers there, and this is ${version}`,
  });
  expect(await look('<h1>Welcome to nginx!</h1>')).toMatchObject({ result: 'FAULT' });
  server.close();
});

test('a provider that is not reached', async () => {
  await patient.operator.query(
    `INSERT INTO sso_connections (id, label, issuer, client_id, name_claim, email_claim, groups_claim, approval, enabled)
     VALUES (gen_random_uuid(), 'x', 'https://idp.invalid', 'x', 'name', 'email', 'groups', 'EXISTING_ONLY', true)`,
  );
  const [providers] = await found(patient, {}, 'identity providers');
  await patient.operator.query('DELETE FROM sso_connections');
  expect(providers).toMatchObject({
    result: 'warning',
    said: expect.stringMatching(/^1 of 1 not reached; https:\/\/idp\.invalid: /),
  });
});

test('a certificate that nobody should accept', async () => {
  // The library has one of its own, which ended long ago.
  const server = new SMTPServer({ secure: true });
  server.on('error', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const [answer, certificate] = await found(
    patient,
    { PUBLIC_URL: `https://127.0.0.1:${portOf(server.server)}` },
    'answer at PUBLIC_URL',
    'certificate',
  );
  server.close();
  expect(answer?.result).toBe('FAULT');
  expect(certificate).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^it (ended \d+ days ago|is not accepted)/),
  });
});

async function listening<Listener extends Server>(server: Listener): Promise<Listener> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}
