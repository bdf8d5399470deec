import { expect, test } from 'vitest';
import { LONGEST_LOCALE } from '../../domain/locales/locale.ts';
import { LONGEST_ACCEPT_LANGUAGE } from '../../server/accepted-languages.ts';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { loggedInPerson, mailedToken, verifyEmail } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const SIGN_UP = `mutation ($input: SignUpInput!) {
  signUp(input: $input) { __typename ... on InvalidInput { issues { path code } } }
}`;

/** Signs up, and answers with what the API said. */
const signUpIn = async (email: string, locale: string | null | undefined, accepts = '') => {
  const input = { portal: 'demo', email, fullName: 'Ada Lovelace', ...(locale !== undefined && { locale }) };
  const { data } = await gatehouse.graphql<{ signUp: { __typename: string; issues?: unknown } }>(
    SIGN_UP,
    { input },
    { headers: { 'accept-language': accepts } },
  );
  return data.signUp;
};

const kept = async (email: string): Promise<string | null | undefined> =>
  (await gatehouse.sql<{ locale: string | null }>('SELECT locale FROM developers WHERE email = $1', [email]))[0]?.locale;

/** Signs up and verifies. @returns the language that is kept */
async function register(email: string, locale: string | null | undefined, accepts?: string, corrected?: string) {
  expect(await signUpIn(email, locale, accepts)).toEqual({ __typename: 'SignUpSuccess' });
  await verifyEmail(gatehouse, await mailedToken(gatehouse, email), corrected ? { locale: corrected } : {});
  return await kept(email);
}

const locales = async (wanted: { default: string; offered: string[] }) => {
  const answer = await updatePortal(gatehouse, { locales: wanted }, admin);
  return 'issues' in answer ? answer.issues : answer.__typename;
};

test('a portal offers English until an owner names other languages, of those that there are texts of', async () => {
  const read = async () => (await gatehouse.graphql<object>('{ portal(slug: "demo") { locales { default offered } } }')).data;
  expect(await read()).toEqual({ portal: { locales: { default: 'en', offered: ['en'] } } });
  expect(await locales({ default: 'de', offered: ['de', 'en', 'ja'] })).toBe('UpdatePortalSuccess');
  expect(await read()).toEqual({ portal: { locales: { default: 'de', offered: ['de', 'en', 'ja'] } } });
  expect(await locales({ default: 'de', offered: ['de', 'tlh'] })).toMatchObject([{ code: 'UNKNOWN_CHOICE' }]);
  expect(await locales({ default: 'de', offered: [] })).toMatchObject([
    { path: ['locales', 'offered'], code: 'TOO_FEW' },
    { path: ['locales', 'default'], code: 'CONTRADICTORY' },
  ]);
  expect(await locales({ default: 'de', offered: ['en'] })).toMatchObject([
    { path: ['locales', 'default'], code: 'CONTRADICTORY' },
  ]);
  expect(await locales({ default: 'en', offered: ['en', 'de', 'en', 'ja'] })).toMatchObject([{ code: 'TOO_MANY' }]);
  expect(await read()).toEqual({ portal: { locales: { default: 'de', offered: ['de', 'en', 'ja'] } } });
});

test('the language of a person is the chosen one, else the first of the request that the portal offers', async () => {
  expect(await register('chosen@locale.test', 'de-at', 'ja')).toBe('de-AT');
  expect(await register('asked@locale.test', undefined, 'fr, de;q=0.2, ja-JP;q=0.8')).toBe('ja');
  expect(await register('weightless@locale.test', null, 'de;q=0, fr')).toBe(null);
  expect(await register('corrected@locale.test', 'de', 'ja', 'en-GB')).toBe('en-GB');
});

test('what is no language tag is refused, at sign-up and in the profile', async () => {
  for (const locale of ['', '  ', 'not a tag', 'de_AT', 'x', `de-${'a'.repeat(LONGEST_LOCALE)}`]) {
    expect(await signUpIn('odd@locale.test', locale), locale).toMatchObject({ issues: [{ path: ['locale'] }] });
  }
  const longest = 'de-x-aaaaaaaa-bbbbbbbb-cccccccc-ddd';
  expect(longest).toHaveLength(LONGEST_LOCALE);
  expect(await signUpIn('longest@locale.test', longest)).toEqual({ __typename: 'SignUpSuccess' });
  expect(await signUpIn('longer@locale.test', `${longest}d`)).toMatchObject({ issues: [{ code: 'TOO_LONG' }] });
});

test('a person changes the language, and forgets it', async () => {
  const { token, email } = await loggedInPerson(gatehouse, 'profile@locale.test', admin);
  const change = async (locale: string | null) => {
    const document = `mutation ($locale: String) {
      updateProfile(input: { portal: "demo", locale: $locale }) { ... on UpdateProfileSuccess { developer { locale } } }
    }`;
    return (await gatehouse.graphql<{ updateProfile: object }>(document, { locale }, { token })).data.updateProfile;
  };
  expect(await change('ja')).toEqual({ developer: { locale: 'ja' } });
  expect(await kept(email)).toBe('ja');
  expect(await change(null)).toEqual({ developer: { locale: null } });
});

test('a long list of languages is read up to its limit', async () => {
  const filler = (length: number) => `${'fr,'.repeat(Math.ceil(length / 3))}`.slice(0, length - 3).replace(/[^,]*$/, '');
  const upTo = (length: number) => `${filler(length).padEnd(length - 2, ' ')}de`;
  expect(upTo(LONGEST_ACCEPT_LANGUAGE)).toHaveLength(LONGEST_ACCEPT_LANGUAGE);
  expect(await register('within@locale.test', undefined, upTo(LONGEST_ACCEPT_LANGUAGE))).toBe('de');
  expect(await register('beyond@locale.test', undefined, upTo(LONGEST_ACCEPT_LANGUAGE + 2))).toBe(null);
});
