import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { LONGEST_FIELD, MOST_LINES } from '../../worker/reports/fields.ts';
import { MOST_EMAIL_LINES, MOST_NESTED_PARTS, MOST_RECIPIENTS, readReport } from '../../worker/reports/read-report.ts';
import { LONGEST_EMAIL } from '../../worker/reports/take-emails.ts';
import { deliveryReport, feedbackReport } from '../kit/report-mails.ts';

const about = { messageId: '<id@gatehouse.test>', recipient: 'ada@example.test' };

test('a failure is read with its address, its code and what the server said', async () => {
  const report = deliveryReport({ ...about, status: '5.1.1', text: '550 no\r\n such user' });
  expect(await readReport(report)).toEqual([{ ...about, state: 'BOUNCED', detail: '5.1.1 550 no such user' }]);
});

test.each([
  ['failed', '5.2.2', 'DEFERRED'],
  ['failed', '4.4.7', 'DEFERRED'],
  ['failed', '5.0.0', 'DEFERRED'],
  ['delayed', '4.4.1', 'DEFERRED'],
  ['delayed', '5.1.1', 'DEFERRED'],
])('%s with %s is %s', async (action, status, state) => {
  const [report] = await readReport(deliveryReport({ ...about, action, status }));
  expect(report?.state).toBe(state);
});

test('where the code says nothing, what the server said counts', async () => {
  const [report] = await readReport(deliveryReport({ ...about, status: '5.0.0', text: '550 5.1.1 no such user' }));
  expect(report?.state).toBe('BOUNCED');
});

test.each(['message/rfc822', 'text/rfc822-headers', 'message/global'])('the original is found in %s', async (original) => {
  expect(await readReport(deliveryReport({ ...about, original }))).toMatchObject([about]);
});

test('without the original, the id of the envelope counts, and of a forwarded email the first address', async () => {
  const report = deliveryReport({ ...about, original: null, envelopeId: 'id', forwardedTo: 'other@elsewhere.test' });
  expect(await readReport(report)).toMatchObject([{ messageId: 'id', recipient: about.recipient }]);
});

test('a complaint is read, and one that takes an email out of the spam is none', async () => {
  expect(await readReport(feedbackReport(about))).toEqual([{ ...about, state: 'COMPLAINED', detail: '' }]);
  expect(await readReport(feedbackReport({ ...about, type: 'not-spam' }))).toEqual([]);
});

test.each([
  ['an email that arrived', deliveryReport({ ...about, action: 'delivered', status: '2.0.0' })],
  [
    'an answer of somebody who is away',
    'From: a@b.test\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nI am away: 5.1.1\r\n',
  ],
  ['nothing', ''],
  ['no email', '\0\xff'.repeat(1_000)],
  ['a report without an end', deliveryReport(about).slice(0, 300)],
])('%s is no report', async (_, raw) => {
  expect(await readReport(raw)).toEqual([]);
});

test('of many recipients, the first are read', async () => {
  const block = 'Final-Recipient: rfc822; ada@example.test\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n';
  const report = deliveryReport(about).replace('Final-Recipient', `${block.repeat(MOST_RECIPIENTS)}Final-Recipient`);
  expect(await readReport(report)).toHaveLength(MOST_RECIPIENTS);
});

test('parts within parts end at a bound', async () => {
  let body = deliveryReport(about);
  const wrap = (inner: string, at: number) =>
    `Content-Type: multipart/mixed; boundary="w${at}"\r\n\r\n--w${at}\r\n${inner}\r\n--w${at}--\r\n`;
  for (let at = 0; at < MOST_NESTED_PARTS - 2; at++) body = wrap(body, at);
  expect(await readReport(body)).toHaveLength(1);
  for (let at = 100; at < 103; at++) body = wrap(body, at);
  expect(await readReport(body)).toEqual([]);
});

test('a report of the largest size is read in little time', async () => {
  const report = deliveryReport({ ...about, text: 'x'.repeat(LONGEST_EMAIL - 2_000) });
  expect(await readReport(report)).toHaveLength(1);
});

test('of long fields and of many lines, the first are read', async () => {
  const [long] = await readReport(deliveryReport({ ...about, text: 'x'.repeat(LONGEST_FIELD + 1) }));
  expect(long?.detail).toBe(`5.1.1 ${'x'.repeat(LONGEST_FIELD - 'Diagnostic-Code: smtp; '.length)}`);
  const after = (lines: number) => deliveryReport({ ...about, status: `5.1.1\r\n${'X: y\r\n'.repeat(lines)}Z: z` });
  expect(await readReport(after(MOST_LINES))).toEqual([{ ...about, state: 'BOUNCED', detail: '5.1.1' }]);
  const before = (lines: number) => `${'X: y\r\n'.repeat(lines)}${deliveryReport(about)}`;
  expect(await readReport(before(10))).toHaveLength(1);
  expect(await readReport(before(MOST_EMAIL_LINES))).toEqual([]);
});

const SIZE = 250_000;
const inPart = (text: string) => deliveryReport({ ...about, status: `5.1.1\r\n${text}` });
const full = (unit: string) => unit.repeat(SIZE / unit.length);

/** What made a regular expression, or the parser, take minutes or hours. */
const WORST = {
  'spaces before a line separator': inPart(`a:${full(' ')}x\u2028x`),
  'carriage returns': inPart(`a:${full('\r')}x`),
  'line separators': inPart(`a:${full('\u2028').slice(0, SIZE / 3)}x\u2028`),
  'spaces after a type': deliveryReport({ ...about, text: `a${full(' ')}x` }),
  'a long word': deliveryReport({ ...about, text: full('a') }),
  'empty lines': inPart(full('\n')),
  'lines of a space': inPart(full('\n ')),
  'a line of tabs': inPart(`\n${full('\t')}x`),
  'carriage returns before line feeds': inPart(full('\r\r\n')),
  'short blocks': inPart(full('a:b\n\n')),
  'folded lines': inPart(`a: b\r\n${full(' c\r\n')}`),
  'short fields before it': `${full('a: b\r\n')}${deliveryReport(about)}`,
  'short parts': `Content-Type: multipart/mixed; boundary=b\r\n\r\n${full('--b\r\n\r\nx\r\n')}`,
};

/** Another thread, because nothing else can end a regular expression. */
const READER = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.module).then(async ({ readReport }) => {
    for (const [name, email] of Object.entries(workerData.emails)) {
      await readReport(email);
      parentPort.postMessage(name);
    }
  });`;

test('no email of the largest size keeps a worker from the next one', { timeout: 400_000 }, async () => {
  const module = new URL('../../worker/reports/read-report.ts', import.meta.url).href;
  const reader = new Worker(READER, { eval: true, workerData: { module, emails: WORST } });
  const read: string[] = [];
  reader.on('message', (name: string) => read.push(name));
  const late = setTimeout(() => void reader.terminate(), 300_000);
  await once(reader, 'exit');
  clearTimeout(late);
  expect(read).toEqual(Object.keys(WORST));
});
