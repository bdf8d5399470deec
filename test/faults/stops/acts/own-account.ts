import { createPortal, updatePortal } from '../../../kit/admins.ts';
import { whoAskedToMove, whoMoved } from '../../../kit/email-changes.ts';
import { ADMIN } from '../../../kit/installation.ts';
import { succeed } from '../../../kit/mutate.ts';
import {
  acceptTerms,
  changePassword,
  confirmEmailChange,
  deleteAccount,
  exportMyData,
  keepAccount,
  keepAccountByLink,
  ownSessions,
  requestEmailChange,
  revokeOtherSessions,
  revokeSession,
  undoEmailChange,
  updateProfile,
} from '../../../kit/own-account.ts';
import {
  correctRegistration,
  openRegistration,
  registrationLink,
  requestRegistrationLink,
  statusTokenOf,
  withdrawRegistration,
} from '../../../kit/own-registration.ts';
import {
  approvedPerson,
  bearer,
  loggedInPerson,
  logIn,
  logOut,
  mailedToken,
  NEW_PASSWORD,
  registeredPerson,
} from '../../../kit/people.ts';
import { present } from '../../../kit/present.ts';
import { seedRequests } from '../../../kit/requests.ts';
import { type Act, emailOf, type Ground } from '../act.ts';

const TERMS = { version: '2026-11', url: 'https://demo.test/terms' };

/** Logged in at a portal that has the name of the subject, with the password of the OWNER. */
async function personAtOwnPortal({ gatehouse, owner }: Pick<Ground, 'gatehouse' | 'owner'>, tag: string) {
  await createPortal(gatehouse, tag, owner);
  const [id] = await seedRequests(gatehouse, tag, 1, tag);
  const [person] = await gatehouse.sql<{ email: string }>(
    `UPDATE developers SET status = 'APPROVED', password_hash = (SELECT password_hash FROM admins WHERE email = $2)
     WHERE id = $1 RETURNING email`,
    [id, ADMIN.email],
  );
  const { email } = present(person);
  const { token } = await succeed(logIn(gatehouse, email, ADMIN.password, { portal: tag }), 'token');
  return { email, token };
}

/** A person who deleted the account at a portal with days to think it over. */
export async function whoDeletedLater({ gatehouse, owner }: Pick<Ground, 'gatehouse' | 'owner'>, tag: string): Promise<string> {
  const { email, token } = await personAtOwnPortal({ gatehouse, owner }, tag);
  await succeed(updatePortal(gatehouse, { deletionGraceDays: 14 }, owner, tag));
  await succeed(deleteAccount(gatehouse, { token }, { portal: tag, email, password: ADMIN.password }));
  return email;
}

/** Acts of a person who is logged in, and the log-in. */
export const ownAccount: Record<string, Act> = {
  logIn: async ({ gatehouse, owner }, tag) => {
    await approvedPerson(gatehouse, emailOf(tag), owner);
    return (site) => logIn(site, emailOf(tag));
  },
  logOut: async ({ gatehouse, owner }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    return (site) => logOut(site, { token });
  },
  changePassword: async ({ gatehouse, owner }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    return (site) => changePassword(site, { token }, { newPassword: NEW_PASSWORD });
  },
  updateProfile: async ({ gatehouse, owner }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    return (site) => updateProfile(site, { token }, 'Grace Hopper');
  },
  acceptTerms: async ({ gatehouse, owner }, tag) => {
    const { token } = await personAtOwnPortal({ gatehouse, owner }, tag);
    await updatePortal(gatehouse, { terms: TERMS }, owner, tag);
    return (site) => acceptTerms(site, { token }, TERMS.version, tag);
  },
  requestEmailChange: async ({ gatehouse, owner }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    return (site) => requestEmailChange(site, { token }, emailOf(`${tag}-new`));
  },
  confirmEmailChange: async ({ gatehouse, owner }, tag) => {
    const { confirmation } = await whoAskedToMove(gatehouse, owner, emailOf(tag), emailOf(`${tag}-new`));
    return (site) => confirmEmailChange(site, confirmation);
  },
  undoEmailChange: async ({ gatehouse, owner }, tag) => {
    const { undo } = await whoMoved(gatehouse, owner, emailOf(tag), emailOf(`${tag}-new`));
    return (site) => undoEmailChange(site, undo);
  },
  revokeSession: async ({ gatehouse, owner }, tag) => {
    await loggedInPerson(gatehouse, emailOf(tag), owner);
    const token = await bearer(gatehouse, emailOf(tag));
    const other = present(present(await ownSessions(gatehouse, { token })).find(({ current }) => !current));
    return (site) => revokeSession(site, { token }, other.id);
  },
  revokeOtherSessions: async ({ gatehouse, owner }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    await bearer(gatehouse, emailOf(tag));
    return (site) => revokeOtherSessions(site, { token });
  },
  requestRegistrationLink: async ({ gatehouse }, tag) => {
    await registeredPerson(gatehouse, emailOf(tag));
    return (site) => requestRegistrationLink(site, emailOf(tag));
  },
  openRegistration: async ({ gatehouse }, tag) => {
    await registeredPerson(gatehouse, emailOf(tag));
    const token = await registrationLink(gatehouse, emailOf(tag));
    return (site) => openRegistration(site, token);
  },
  correctRegistration: async ({ gatehouse }, tag) => {
    await registeredPerson(gatehouse, emailOf(tag));
    const token = await statusTokenOf(gatehouse, emailOf(tag));
    return (site) => correctRegistration(site, { token, fullName: 'Grace Hopper' });
  },
  withdrawRegistration: async ({ gatehouse }, tag) => {
    await registeredPerson(gatehouse, emailOf(tag));
    const token = await statusTokenOf(gatehouse, emailOf(tag));
    return (site) => withdrawRegistration(site, token);
  },
  exportMyData: async ({ gatehouse, owner }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    return (site) => exportMyData(site, { token });
  },
  deleteAccount: async ({ gatehouse, owner }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    return (site) => deleteAccount(site, { token }, { email: emailOf(tag) });
  },
  keepAccount: async ({ gatehouse, owner }, tag) => {
    const email = await whoDeletedLater({ gatehouse, owner }, tag);
    const { token } = await succeed(logIn(gatehouse, email, ADMIN.password, { portal: tag }), 'token');
    return (site) => keepAccount(site, { token }, tag);
  },
  keepAccountByLink: async ({ gatehouse, owner }, tag) => {
    const token = await mailedToken(gatehouse, await whoDeletedLater({ gatehouse, owner }, tag));
    return (site) => keepAccountByLink(site, token);
  },
};
