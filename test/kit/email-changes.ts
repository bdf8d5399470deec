import type { Installation } from './installation.ts';
import { succeed } from './mutate.ts';
import { confirmEmailChange, requestEmailChange } from './own-account.ts';
import { loggedInPerson, mailedToken } from './people.ts';

/** Someone who asked for another address. @returns the person, and the token that was mailed there */
export async function whoAskedToMove(gatehouse: Installation, admin: string, from: string, to: string) {
  const person = await loggedInPerson(gatehouse, from, admin);
  await succeed(requestEmailChange(gatehouse, person, to));
  return { ...person, confirmation: await mailedToken(gatehouse, to) };
}

/** Someone who moved. @returns the person, and the token that undoes it */
export async function whoMoved(gatehouse: Installation, admin: string, from: string, to: string) {
  const person = await whoAskedToMove(gatehouse, admin, from, to);
  await succeed(confirmEmailChange(gatehouse, person.confirmation));
  return { ...person, undo: await mailedToken(gatehouse, from) };
}

/** Moves on from where a person is. @returns the token that undoes it, which was mailed to where the person was */
export async function moveOn(gatehouse: Installation, session: { token: string }, from: string, to: string): Promise<string> {
  await succeed(requestEmailChange(gatehouse, session, to));
  await succeed(confirmEmailChange(gatehouse, await mailedToken(gatehouse, to)));
  return await mailedToken(gatehouse, from);
}
