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
import { approvedPerson, bearer, loggedInPerson, logIn, logOut, NEW_PASSWORD, registeredPerson } from '../../../kit/people.ts';
import { present } from '../../../kit/present.ts';
import { seedRequests } from '../../../kit/requests.ts';
import { type Act, emailOf } from '../act.ts';

const TERMS = { version: '2026-11', url: 'https://demo.test/terms' };

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
    await createPortal(gatehouse, tag, owner);
    const [id] = await seedRequests(gatehouse, tag, 1, tag);
    // With the password of the OWNER.
    const [person] = await gatehouse.sql<{ email: string }>(
      `UPDATE developers SET status = 'APPROVED', password_hash = (SELECT password_hash FROM admins WHERE email = $2)
       WHERE id = $1 RETURNING email`,
      [id, ADMIN.email],
    );
    const { token } = await succeed(logIn(gatehouse, present(person).email, ADMIN.password, { portal: tag }), 'token');
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
};
