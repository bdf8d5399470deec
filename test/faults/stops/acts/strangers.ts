import { acceptInvitation, invited } from '../../../kit/invitations.ts';
import { endLink } from '../../../kit/links.ts';
import { succeed } from '../../../kit/mutate.ts';
import {
  approvedPerson,
  mailedCode,
  mailedToken,
  NEW_PASSWORD,
  registeredPerson,
  requestPasswordReset,
  resendVerification,
  resetPassword,
  setPassword,
  signUp,
  verifiedPerson,
  verifyEmail,
  verifyEmailCode,
} from '../../../kit/people.ts';
import { answerQuestion, askedPerson } from '../../../kit/questions.ts';
import { type Act, emailOf } from '../act.ts';

/** Acts without a session, by email address or by a mailed link. */
export const strangers: Record<string, Act> = {
  signUp: async (_, tag) => (site) => signUp(site, emailOf(tag)),
  resendVerification: async ({ gatehouse }, tag) => {
    await signUp(gatehouse, emailOf(tag));
    await gatehouse.drain();
    return (site) => resendVerification(site, emailOf(tag));
  },
  verifyEmail: async ({ gatehouse }, tag) => {
    await signUp(gatehouse, emailOf(tag));
    const token = await mailedToken(gatehouse, emailOf(tag));
    return (site) => verifyEmail(site, token, { fullName: 'Grace Hopper' });
  },
  verifyEmailCode: async ({ gatehouse }, tag) => {
    const { codeSecret } = await succeed(signUp(gatehouse, emailOf(tag)));
    const code = await mailedCode(gatehouse, emailOf(tag));
    return (site) => verifyEmailCode(site, codeSecret, code, { fullName: 'Grace Hopper' });
  },
  setPassword: async ({ gatehouse }, tag) => {
    const { passwordToken } = await verifiedPerson(gatehouse, emailOf(tag));
    return (site) => setPassword(site, passwordToken);
  },
  requestPasswordReset: async ({ gatehouse, owner }, tag) => {
    await approvedPerson(gatehouse, emailOf(tag), owner);
    return (site) => requestPasswordReset(site, emailOf(tag));
  },
  resetPassword: async ({ gatehouse, owner }, tag) => {
    await approvedPerson(gatehouse, emailOf(tag), owner);
    await requestPasswordReset(gatehouse, emailOf(tag));
    const token = await mailedToken(gatehouse, emailOf(tag));
    return (site) => resetPassword(site, token, NEW_PASSWORD);
  },
  endLink: async ({ gatehouse }, tag) => {
    await signUp(gatehouse, emailOf(tag));
    const token = await mailedToken(gatehouse, emailOf(tag));
    return (site) => endLink(site, token);
  },
  acceptInvitation: async ({ gatehouse, owner }, tag) => {
    const { token } = await invited(gatehouse, emailOf(tag), owner, { approved: true });
    return (site) => acceptInvitation(site, token, { fullName: 'Grace Hopper' });
  },
  answerQuestion: async ({ gatehouse, owner }, tag) => {
    const person = await registeredPerson(gatehouse, emailOf(tag));
    const token = await askedPerson(gatehouse, person, 'Who are you?', owner);
    return (site) => answerQuestion(site, token, { text: 'Ada' });
  },
};
