import { expect, test } from 'vitest';
import { STATUS_TOKEN_MS, statusTokenOf as sealed } from '../../domain/developers/status-token.ts';
import { decide, openDemoPortal, setAnswers, setSignUpFields } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { correctRegistration, registration, statusTokenOf } from '../kit/own-registration.ts';
import { DEAD_LINK, registeredPerson, statusOf } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const eventsOf = (id: string) =>
  gatehouse.sql(`SELECT actor_id, data FROM events WHERE type = 'developer.profile-changed' AND subject_id = $1`, [id]);

test('who waits corrects the name and the answers, and admins see which', async () => {
  const { id, email } = await registeredPerson(gatehouse, 'corrects@status.test');
  const fields = [
    { key: 'company', label: 'Company', kind: 'TEXT', editableBy: 'PERSON' },
    { key: 'use', label: 'Use', kind: 'TEXT', editableBy: 'NOBODY' },
    { key: 'risk', label: 'Risk', kind: 'TEXT', visibleTo: 'ADMINS', editableBy: 'ADMINS' },
  ] as const;
  await setSignUpFields(gatehouse, [...fields], admin);
  await setAnswers(gatehouse, id, [{ field: 'risk', value: 'high' }], admin);
  const token = await statusTokenOf(gatehouse, email);
  expect((await registration(gatehouse, token))?.editableFields).toEqual([{ key: 'company' }, { key: 'use' }]);

  const answers = [
    { field: 'company', value: 'Navy' },
    { field: 'use', value: 'Compilers' },
  ];
  const corrected = await succeed(correctRegistration(gatehouse, { token, fullName: ' Grace Hopper ', answers }));
  expect(corrected.registration).toEqual({ status: 'PENDING', fullName: 'Grace Hopper', answers });
  expect(await eventsOf(id)).toEqual([{ actor_id: id, data: { fields: ['fullName', 'company', 'use'] } }]);
  expect((await registration(gatehouse, token))?.editableFields).toEqual([{ key: 'company' }]);
  await succeed(correctRegistration(gatehouse, { token, fullName: 'Grace Hopper', answers: answers.slice(0, 1) }));
  expect(await eventsOf(id)).toHaveLength(1);

  const { issues } = await refusal(
    correctRegistration(gatehouse, {
      token,
      fullName: '',
      answers: [
        { field: 'use', value: 'War' },
        { field: 'risk', value: 'low' },
      ],
    }),
    'InvalidInput',
  );
  expect(issues).toMatchObject([
    { path: ['fullName'], code: 'REQUIRED' },
    { path: ['answers', 'use'], code: 'READ_ONLY' },
    { path: ['answers', 'risk'], code: 'UNKNOWN_FIELD' },
  ]);
  expect(await registration(gatehouse, token)).toMatchObject({ fullName: 'Grace Hopper', answers });
  await setSignUpFields(gatehouse, [], admin);
});

test('a registration that was decided is not corrected, and a race with a decision has one order', async () => {
  const { id, email } = await registeredPerson(gatehouse, 'decided@correct.test');
  const token = await statusTokenOf(gatehouse, email);
  await decide(gatehouse, 'reject', [id], admin);
  expect(await correctRegistration(gatehouse, { token, fullName: 'Other' })).toMatchObject({
    __typename: 'Conflict',
    status: 'REJECTED',
  });
  expect((await registration(gatehouse, token))?.editableFields).toEqual([]);
  for (const at of [1, 2, 3]) {
    const person = await registeredPerson(gatehouse, `race-${at}@correct.test`);
    const held = await statusTokenOf(gatehouse, person.email);
    const [answer] = await Promise.all([
      correctRegistration(gatehouse, { token: held, fullName: 'Other' }),
      decide(gatehouse, 'approve', [person.id], admin),
    ]);
    const isCorrected = answer.__typename === 'CorrectRegistrationSuccess';
    expect(await statusOf(gatehouse, person.email)).toBe('APPROVED');
    expect(await eventsOf(person.id)).toHaveLength(isCorrected ? 1 : 0);
  }
});

test('no other token corrects anything', async () => {
  const { id, email } = await registeredPerson(gatehouse, 'token@correct.test');
  const [row] = await gatehouse.sql<{ password_hash: string }>('SELECT password_hash FROM developers WHERE id = $1', [id]);
  const holder = { id, email, passwordHash: row?.password_hash ?? '' };
  const old = sealed(gatehouse.app, holder, new Date(Date.now() - 1_000));
  const other = sealed(gatehouse.app, { ...holder, passwordHash: 'other' }, new Date(Date.now() + STATUS_TOKEN_MS));
  for (const token of [
    '',
    'x',
    old,
    other,
    await statusTokenOf(gatehouse, email).then((token) => `${token.slice(0, -4)}AAAA`),
  ]) {
    expect(await correctRegistration(gatehouse, { token, fullName: 'Mallory' })).toMatchObject(DEAD_LINK);
  }
  expect(await eventsOf(id)).toEqual([]);
});
