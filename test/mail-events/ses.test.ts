import { execFileSync } from 'node:child_process';
import { createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { LONGEST_CERTIFICATE, MOST_FETCHES_PER_MINUTE } from '../../domain/mail-events/sns.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { post, stateOf } from '../kit/mail-reports.ts';
import { approvedPerson, lastMailTo } from '../kit/people.ts';
import { portOf } from '../kit/port-of.ts';

const HOST = 'sns.eu-west-1.amazonaws.com';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:bounces';

/** A key and its certificate, as a host or a signer has them. */
async function makeCertificate(name: string): Promise<{ key: string; cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-sns-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...subject],
    {
      stdio: 'ignore',
    },
  );
  return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
}

const [host, signer, stranger] = await Promise.all([
  makeCertificate(HOST),
  makeCertificate('sns.amazonaws.com'),
  makeCertificate('x'),
]);

/** Amazon SNS, as far as it answers us. */
const asked: string[] = [];
let answer: { status: number; body: string };
const sns = createServer(host, (request, response) => {
  asked.push(`https://${request.headers.host}${request.url}`);
  response.writeHead(answer.status, answer.status === 302 ? { location: `https://${HOST}/elsewhere` } : {}).end(answer.body);
});
await once(sns.listen(0, '127.0.0.1'), 'listening');

// The process finds this host here, and trusts its certificate. Any other is not there.
const before = getGlobalDispatcher();
setGlobalDispatcher(
  new Agent({
    connect: ({ hostname, port }, done) => {
      // The installation under test.
      if (hostname === 'localhost') {
        const plain = connectPlain(Number(port), hostname, () => done(null, plain));
        return;
      }
      if (hostname !== HOST) return done(new Error(`nobody may ask ${hostname}`), null);
      const socket = connect({ host: '127.0.0.1', port: portOf(sns), servername: HOST, ca: host.cert });
      socket.once('secureConnect', () => done(null, socket)).once('error', (error) => done(error, null));
    },
  }),
);
afterAll(() => {
  setGlobalDispatcher(before);
  sns.close();
});

const gatehouse = await startInstallation({ SES_TOPIC_ARN: TOPIC });
const admin = await openDemoPortal(gatehouse);

beforeEach(() => {
  asked.length = 0;
  answer = { status: 200, body: signer.cert };
});

const certificateUrl = (digit: string) => `https://${HOST}/SimpleNotificationService-${digit.repeat(32)}.pem`;

type Message = Record<string, string>;

function signed(given: Message, { key = signer.key, version = '2' } = {}): Message {
  const message: Message = {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: TOPIC,
    Timestamp: new Date().toISOString(),
    SignatureVersion: version,
    SigningCertURL: certificateUrl('a'),
    ...given,
  };
  const names =
    message['Type'] === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`])).join('');
  const secret: KeyObject = createPrivateKey(key);
  const signature = sign(version === '1' ? 'sha1' : 'sha256', Buffer.from(text), secret).toString('base64');
  return { ...message, Signature: signature };
}

async function mailedPerson(name: string) {
  const person = await approvedPerson(gatehouse, `${name}@ses.test`, admin);
  return { ...person, messageId: lastMailTo(gatehouse, person.email).messageId };
}

const mailOf = (messageId: string) => ({
  messageId: '0100019-theirs',
  headers: [{ name: 'Message-ID', value: messageId }],
  commonHeaders: { messageId },
});

const bounceOf = ({ email, messageId }: { email: string; messageId: string }) =>
  JSON.stringify({
    notificationType: 'Bounce',
    mail: mailOf(messageId),
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: email, status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 no such user' }],
    },
  });

test.each(['1', '2'])('a bounce that SNS signed, version %s, counts; the certificate is asked for once', async (version) => {
  const person = await mailedPerson(`bounce-${version}`);
  const body = signed({ Message: bounceOf(person), Subject: 'Amazon SES' }, { version });
  expect(await post(gatehouse, 'ses', body)).toBe(200);
  expect(await stateOf(gatehouse, person.id, admin)).toBe('BOUNCED');
  expect(await post(gatehouse, 'ses', body)).toBe(200);
  expect(asked).toEqual(version === '1' ? [certificateUrl('a')] : []);
});

test('delays and complaints count, and a complaint that is none does not', async () => {
  const [late, spam, ham] = [await mailedPerson('late'), await mailedPerson('spam'), await mailedPerson('ham')];
  const complaint = ({ email, messageId }: typeof spam, complaintFeedbackType: string) => ({
    eventType: 'Complaint',
    mail: { headers: mailOf(messageId).headers },
    complaint: { complaintFeedbackType, complainedRecipients: [{ emailAddress: email }] },
  });
  const delay = {
    eventType: 'DeliveryDelay',
    mail: mailOf(late.messageId),
    deliveryDelay: { delayedRecipients: [{ emailAddress: late.email, status: '4.4.1', diagnosticCode: null }] },
  };
  for (const event of [delay, complaint(spam, 'abuse'), complaint(ham, 'not-spam')]) {
    expect(await post(gatehouse, 'ses', signed({ Message: JSON.stringify(event) }))).toBe(200);
  }
  expect(await Promise.all([late, spam, ham].map(({ id }) => stateOf(gatehouse, id, admin)))).toEqual([
    'DEFERRED',
    'COMPLAINED',
    'OK',
  ]);
});

test('what SNS sends besides reports changes nothing', async () => {
  const sentence = 'Successfully validated SNS topic for Amazon SES event publishing.';
  expect(await post(gatehouse, 'ses', signed({ Message: sentence }))).toBe(200);
  expect(await post(gatehouse, 'ses', signed({ Message: '{}' }))).toBe(200);
  expect(await post(gatehouse, 'ses', signed({ Type: 'UnsubscribeConfirmation', Message: 'x', Token: 'x' }))).toBe(200);
});

test('R180: a message that SNS did not sign for this topic is refused, and nobody is asked but SNS of its region', async () => {
  const person = await mailedPerson('forged');
  const Message = bounceOf(person);
  const refused = [
    signed({ Message }, { key: stranger.key }),
    { ...signed({ Message }), Message: Message.replace('General', 'NoEmail') },
    { ...signed({ Message }), Signature: 'x' },
    signed({ Message, TopicArn: `${TOPIC}2` }),
    signed({ Message, SigningCertURL: certificateUrl('a').replace(HOST, 'sns.us-east-1.amazonaws.com') }),
    signed({ Message, SigningCertURL: certificateUrl('a').replace(HOST, 'sns.eu-west-1.amazonaws.com.evil.test') }),
    signed({ Message, SigningCertURL: certificateUrl('a').replace('https', 'http') }),
    signed({ Message, SigningCertURL: `https://${HOST}:8443${new URL(certificateUrl('a')).pathname}` }),
    signed({ Message, SigningCertURL: `${certificateUrl('a')}?x` }),
    signed({ Message, SigningCertURL: `https://${HOST}/other.pem` }),
    { Type: 'Notification' },
  ];
  for (const message of refused) expect(await post(gatehouse, 'ses', message)).toBe(401);
  expect(asked).toEqual([]);
  expect(await stateOf(gatehouse, person.id, admin)).toBe('OK');
});

test('a subscription to the topic is confirmed, and no other', async () => {
  const confirmation = { Type: 'SubscriptionConfirmation', Message: 'You have chosen to subscribe', Token: 't0k3n' };
  const SubscribeURL = `https://${HOST}/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=t0k3n`;
  expect(await post(gatehouse, 'ses', signed({ ...confirmation, SubscribeURL }))).toBe(200);
  expect(asked).toEqual([SubscribeURL]);
  const elsewhere = SubscribeURL.replace(HOST, 'evil.test');
  expect(await post(gatehouse, 'ses', signed({ ...confirmation, SubscribeURL: elsewhere }))).toBe(401);
  expect(await post(gatehouse, 'ses', signed({ ...confirmation, SubscribeURL, TopicArn: `${TOPIC}2` }))).toBe(401);
  expect(await post(gatehouse, 'ses', signed({ ...confirmation, SubscribeURL }, { key: stranger.key }))).toBe(401);
  expect(asked).toEqual([SubscribeURL]);
  answer = { status: 500, body: '' };
  expect(await post(gatehouse, 'ses', signed({ ...confirmation, SubscribeURL }))).toBe(503);
});

test('while its certificate cannot be had, SNS is told to come again; strangers cause few requests', async () => {
  const another = await startInstallation({ SES_TOPIC_ARN: TOPIC }, gatehouse);
  const statuses: number[] = [];
  for (const given of [
    { status: 404, body: '' },
    { status: 302, body: '' },
    { status: 200, body: 'no certificate' },
    { status: 200, body: 'x'.repeat(LONGEST_CERTIFICATE + 1) },
    { status: 200, body: `${'\n'.repeat(LONGEST_CERTIFICATE - signer.cert.length)}${signer.cert}` },
    { status: 200, body: signer.cert },
  ]) {
    answer = given;
    const SigningCertURL = certificateUrl(String(statuses.length));
    statuses.push(await post(another, 'ses', signed({ Message: '{}', SigningCertURL })));
  }
  expect(statuses).toEqual([503, 503, 503, 503, 200, 503]);
  expect(asked).toHaveLength(MOST_FETCHES_PER_MINUTE);
});
