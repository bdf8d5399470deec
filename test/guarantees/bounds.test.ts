import { expect, test } from 'vitest';
import { LONGEST_NAME, LONGEST_TEXT as LONGEST_REASON, MOST_DECIDED, MOST_IDS } from '../../domain/input.ts';
import { LONGEST_PASSWORD } from '../../domain/passwords/check-password.ts';
import {
  LONGEST_CONTEXT_WORD,
  LONGEST_MIN_LENGTH,
  LONGEST_REMIND_AFTER,
  LONGEST_SLUG,
  LONGEST_VERSION,
  MOST_CALLBACKS,
  MOST_CONTEXT_WORDS,
  MOST_ORIGINS,
} from '../../domain/portals/portal-input.ts';
import {
  LONGEST_CHOICE,
  LONGEST_HELP,
  LONGEST_KEY,
  LONGEST_LABEL,
  LONGEST_MATCHED_TEXT,
  LONGEST_PATTERN,
  LONGEST_TEXT,
  MOST_CHOICES,
} from '../../domain/sign-up-form/field-input.ts';
import { MOST_FIELDS } from '../../domain/sign-up-form/sign-up-field.ts';
import {
  LONGEST_NAME as LONGEST_CONNECTION_NAME,
  LONGEST_ID,
  LONGEST_ISSUER,
  LONGEST_SCOPE,
  LONGEST_SECRET,
  MOST_DOMAINS,
  MOST_SCOPES,
} from '../../domain/sso-connections/connection-input.ts';
import { createPortal, decide, deleteDevelopers, openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { createConnection, ISSUER } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import type { AnyAnswer } from '../kit/mutate.ts';
import { signUp } from '../kit/people.ts';

const gatehouse = await startInstallation({ CLIENT_LIMIT: 'off' });
const admin = await openDemoPortal(gatehouse);

const text = (length: number) => 'a'.repeat(length);
const list = <Item>(length: number, item: (at: number) => Item) => Array.from({ length }, (_, at) => item(at));

const portal = (settings: object) => updatePortal(gatehouse, settings, admin);
const field = (more: object) => setSignUpFields(gatehouse, [{ key: 'one', label: 'One', kind: 'TEXT', ...more }], admin);
const connection = (more: object) =>
  createConnection(gatehouse, { label: 'One', issuer: ISSUER, clientId: 'one', ...more }, admin);

/** What is bounded, the bound, and an act with an input of a given size. */
const BOUNDS: [string, number, (size: number) => Promise<AnyAnswer>][] = [
  ['name', LONGEST_NAME, (size) => portal({ name: text(size) })],
  ['origins', MOST_ORIGINS, (size) => portal({ origins: list(size, (at) => `https://${at}.example.com`) })],
  ['ssoCallbacks', MOST_CALLBACKS, (size) => portal({ ssoCallbacks: list(size, (at) => `https://example.com/${at}`) })],
  ['passwordContextWords', MOST_CONTEXT_WORDS, (size) => portal({ passwordContextWords: list(size, (at) => `word${at}`) })],
  ['passwordContextWords', LONGEST_CONTEXT_WORD, (size) => portal({ passwordContextWords: [text(size)] })],
  ['remindAfter', LONGEST_REMIND_AFTER, (hours) => portal({ remindAfter: hours })],
  ['passwordMinLength', LONGEST_MIN_LENGTH, (size) => portal({ passwordMinLength: size })],
  ['terms.version', LONGEST_VERSION, (size) => portal({ terms: { version: text(size), url: 'https://example.com' } })],
  ['slug', LONGEST_SLUG, (size) => createPortal(gatehouse, text(size), admin, { name: `Portal ${size}` })],
  ['fields.0.key', LONGEST_KEY, (size) => field({ key: text(size) })],
  ['fields.0.label', LONGEST_LABEL, (size) => field({ label: text(size) })],
  ['fields.0.help', LONGEST_HELP, (size) => field({ help: text(size) })],
  ['fields.0.choices', MOST_CHOICES, (size) => field({ kind: 'CHOICE', choices: list(size, (at) => `choice ${at}`) })],
  ['fields.0.choices', LONGEST_CHOICE, (size) => field({ kind: 'CHOICE', choices: [text(size)] })],
  ['fields.0.pattern', LONGEST_PATTERN, (size) => field({ pattern: text(size) })],
  ['fields.0.maxLength', LONGEST_TEXT, (size) => field({ maxLength: size })],
  ['fields.0.maxLength', LONGEST_MATCHED_TEXT, (size) => field({ maxLength: size, pattern: 'a+' })],
  [
    'fields',
    MOST_FIELDS,
    (size) =>
      setSignUpFields(
        gatehouse,
        list(size, (at) => ({ key: `k${at}`, label: 'L', kind: 'TEXT' as const })),
        admin,
      ),
  ],
  ['label', LONGEST_CONNECTION_NAME, (size) => connection({ label: text(size) })],
  ['issuer', LONGEST_ISSUER, (size) => connection({ issuer: `https://1.1.1.1/${text(size - 'https://1.1.1.1/'.length)}` })],
  ['clientId', LONGEST_ID, (size) => connection({ clientId: text(size) })],
  ['clientSecret', LONGEST_SECRET, (size) => connection({ clientSecret: text(size) })],
  ['scopes', MOST_SCOPES, (size) => connection({ scopes: ['openid', ...list(size - 1, (at) => `scope${at}`)] })],
  ['scopes', LONGEST_SCOPE, (size) => connection({ scopes: ['openid', text(size)] })],
  ['emailDomains', MOST_DOMAINS, (size) => connection({ emailDomains: list(size, (at) => `${at}.example.com`) })],
  ['ids', MOST_IDS, (size) => deleteDevelopers(gatehouse, list(size, String), admin)],
  ['ids', MOST_DECIDED, (size) => decide(gatehouse, 'approve', list(size, String), admin)],
  ['reason', LONGEST_REASON, (size) => decide(gatehouse, 'approve', ['one'], admin, { reason: text(size) })],
  ['note', LONGEST_REASON, (size) => decide(gatehouse, 'approve', ['one'], admin, { note: text(size) })],
  ['fullName', LONGEST_NAME, (size) => signUp(gatehouse, `a${size}@bounds.test`, { fullName: text(size) })],
];

test.each(BOUNDS)('%s takes %i and refuses one more', async (path, bound, act) => {
  const tooBig = async (size: number) => {
    const { issues = [] } = await act(size);
    return issues.filter(({ code }) => /^TOO_/.test(code)).map(({ path: at }) => at.join('.'));
  };
  expect(await tooBig(bound)).toEqual([]);
  const [refused = '', ...others] = await tooBig(bound + 1);
  expect([refused.startsWith(path), others]).toEqual([true, []]);
});

test('a password takes the longest length and refuses one character more', async () => {
  const document = `mutation($password: String!) { resetPassword(input: { token: "none", password: $password }) {
    __typename ... on InvalidInput { issues { code } } } }`;
  const codes = async (length: number) =>
    JSON.stringify((await gatehouse.graphql(document, { password: 'Zx9! '.repeat(100).slice(0, length) })).data);
  expect(await codes(LONGEST_PASSWORD)).not.toContain('TOO_LONG');
  expect(await codes(LONGEST_PASSWORD + 1)).toContain('TOO_LONG');
});
