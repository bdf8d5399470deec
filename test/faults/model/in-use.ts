import { PASSWORD } from '../../kit/people.ts';
import { present } from '../../kit/present.ts';
import { decideAbout } from './acts/desk.ts';
import { setPassword, signUp, verifyEmail } from './acts/registering.ts';
import { logIn } from './acts/sessions.ts';
import { drain } from './acts/worker.ts';
import { at } from './rules/basics.ts';
import { settle } from './settle.ts';
import type { Link, Model, Person, Purpose } from './state.ts';
import type { World } from './world.ts';

/** A portal with one person who is logged in, one who waits, and one who has not verified. */
export async function inUse(m: Model, w: World): Promise<void> {
  for (const email of ['ada@one.test', 'bob@one.test', 'cyd@two.test']) await signUp(m, w, email, 'NONE');
  await settle(m, w);
  await drain(m, w);
  const [ada, bob] = [present(at(m, 'ada@one.test')), present(at(m, 'bob@one.test'))];
  for (const person of [ada, bob]) await verifyEmail(m, w, linkOf(m, person, 'VERIFY_EMAIL'));
  await settle(m, w);
  await drain(m, w);
  await setPassword(m, w, linkOf(m, ada, 'SET_PASSWORD'), PASSWORD);
  await decideAbout(m, w, 0, 'approve', [ada]);
  await settle(m, w);
  await drain(m, w);
  await logIn(m, w, ada, null);
  await settle(m, w);
}

const linkOf = (m: Model, person: Person, purpose: Purpose): Link =>
  present(
    m.links.find((link) => link.person === person && link.purpose === purpose),
    purpose,
  );
