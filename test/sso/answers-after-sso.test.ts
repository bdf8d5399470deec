import { expect, test } from 'vitest';
import { openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { refusal } from '../kit/mutate.ts';
import { acceptTerms, changeAnswers } from '../kit/own-account.ts';
import { comeIn, connect, sessionOf } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

const text = { kind: 'TEXT', label: 'Label' } as const;
await setSignUpFields(
  gatehouse,
  [
    { ...text, key: 'company', required: true },
    { ...text, key: 'once', required: true, editableBy: 'NOBODY' },
    { ...text, key: 'unseen', editableBy: 'NOBODY', visibleTo: 'ADMINS' },
    { ...text, key: 'from-admins', editableBy: 'ADMINS' },
  ],
  admin,
);
await updatePortal(gatehouse, { terms: { version: '1', url: 'https://demo.test/terms' } }, admin);

/** Somebody who came in by SSO, and saw no form. */
async function cameIn(sub: string) {
  issuer.behave({ person: { sub, name: 'Ada Lovelace', email: `${sub}@people.test`, email_verified: true } });
  return { cookie: sessionOf((await comeIn(connection)).browser) };
}

const FIXED = (field: string) => ({ issues: [{ path: ['answers', field], message: 'You cannot change this.' }] });

test('a person who came by SSO answers the fields of the form, each once and for good, and accepts the terms', async () => {
  const who = await cameIn('answers');
  for (const field of ['once', 'unseen']) {
    expect((await changeAnswers(gatehouse, who, [{ field, value: 'first' }])).__typename).toBe('UpdateProfileSuccess');
    for (const value of ['second', null]) {
      expect(await changeAnswers(gatehouse, who, [{ field, value }])).toMatchObject(FIXED(field));
    }
  }
  expect(await changeAnswers(gatehouse, who, [{ field: 'from-admins', value: 'x' }])).toMatchObject(FIXED('from-admins'));
  await changeAnswers(gatehouse, who, [{ field: 'company', value: 'Acme' }]);
  await acceptTerms(gatehouse, who, '1');
  const { data } = await gatehouse.graphql('{ me(portal: "demo") { currentTermsAccepted answers { field value } } }', {}, who);
  const answers = [
    { field: 'company', value: 'Acme' },
    { field: 'once', value: 'first' },
  ];
  expect(data).toEqual({ me: { currentTermsAccepted: true, answers } });
});

test('a required answer that is given once cannot be empty, and only one of several first answers is kept', async () => {
  const who = await cameIn('parallel');
  expect((await refusal(changeAnswers(gatehouse, who, [{ field: 'once', value: ' ' }]), 'InvalidInput')).issues).toMatchObject([
    { path: ['answers', 'once'], code: 'REQUIRED', message: 'Must not be empty.' },
  ]);
  const results = await Promise.all(
    ['a', 'b', 'c', 'd', 'e'].map((value) => changeAnswers(gatehouse, who, [{ field: 'once', value }])),
  );
  expect(results.filter(({ __typename }) => __typename === 'UpdateProfileSuccess')).toHaveLength(1);
});
