import { expect } from 'vitest';
import type { Installation } from './installation.ts';
import { confirmEmailChange, requestEmailChange } from './own-account.ts';
import { loggedInPerson, mailedToken } from './people.ts';

/** Someone who asked for another address. @returns the person, and the token that was mailed there */
export async function whoAskedToMove(gatehouse: Installation, admin: string, from: string, to: string) {
  const person = await loggedInPerson(gatehouse, from, admin);
  expect(await requestEmailChange(gatehouse, person, to)).toMatchObject({ __typename: 'RequestEmailChangeSuccess' });
  return { ...person, confirmation: await mailedToken(gatehouse, to) };
}

/** Someone who moved. @returns the person, and the token that undoes it */
export async function whoMoved(gatehouse: Installation, admin: string, from: string, to: string) {
  const person = await whoAskedToMove(gatehouse, admin, from, to);
  expect(await confirmEmailChange(gatehouse, person.confirmation)).toMatchObject({ __typename: 'ConfirmEmailChangeSuccess' });
  return { ...person, undo: await mailedToken(gatehouse, from) };
}

/** Moves on from where a person is. @returns the token that undoes it, which was mailed to where the person was */
export async function moveOn(gatehouse: Installation, session: { token: string }, from: string, to: string): Promise<string> {
  await requestEmailChange(gatehouse, session, to);
  await confirmEmailChange(gatehouse, await mailedToken(gatehouse, to));
  return await mailedToken(gatehouse, from);
}
