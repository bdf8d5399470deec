import { addAdmin, addPeople, adminLogIn, createPortal, decide } from '../../../kit/admins.ts';
import { apiToken } from '../../../kit/api-tokens.ts';
import { letDaysPass } from '../../../kit/deletion.ts';
import { sendTestMail } from '../../../kit/mail-templates.ts';
import { succeed } from '../../../kit/mutate.ts';
import { requestEmailChange } from '../../../kit/own-account.ts';
import { confirmSecondFactor, personWithTotp, stepOf } from '../../../kit/own-second-factors.ts';
import { approvedPerson, developerId, loggedInPerson, logIn, PASSWORD, signUp, verifiedPerson } from '../../../kit/people.ts';
import { present } from '../../../kit/present.ts';
import { adminConfirmSecondFactor, adminWithTotp, challengeFor, wrongCodeOf } from '../../../kit/second-factors.ts';
import { proveSender, recordsOf } from '../../../kit/senders.ts';
import { comeIn } from '../../../kit/sso.ts';
import { type Act, emailOf, type Ground, isSuccess } from '../act.ts';
import { ownerOfOwnPortal } from '../acts/admins.ts';
import { newRequest } from '../acts/decisions.ts';
import { acts } from '../acts/index.ts';
import { whoDeletedLater } from '../acts/own-account.ts';
import { linkAccount } from '../acts/sso.ts';

/** Leaves jobs of one subject that are due. */
export type Cause = (ground: Ground, tag: string) => Promise<unknown>;

/** Five wrong codes end a challenge, and the tenth tells the owner of the account. */
const CHALLENGES = 2;
const CODES = 5;

const by =
  (act: Act | undefined): Cause =>
  async (ground, tag) => {
    const send = await present(act)(ground, tag);
    await ground.gatehouse.drain();
    const answer = await send(ground.gatehouse);
    if (!isSuccess(answer)) throw new Error(`The act answered ${JSON.stringify(answer)}`);
  };

async function wrongCodes(begin: () => Promise<string>, tryOnce: (challenge: string) => Promise<unknown>): Promise<void> {
  for (let step = 0; step < CHALLENGES; step++) {
    const challenge = await begin();
    for (let time = 0; time < CODES; time++) await tryOnce(challenge);
  }
}

const ELSEWHERE = { headers: { 'user-agent': 'another browser' } };

const BY_ACT = [
  'signUp',
  'verifyEmail',
  'requestPasswordReset',
  'requestRegistrationLink',
  'resetPassword',
  'changePassword',
  'requestEmailChange',
  'confirmEmailChange',
  'deleteAccount',
  'requestSecondFactor',
  'addTotp',
  'approveDevelopers',
  'rejectDevelopers',
  'revokeDevelopers',
  'approveAll',
  'askDevelopers',
  'createDeveloper',
  'updatePortal',
  'adminChangePassword',
  'adminRequestPasswordReset',
  'inviteAdmin',
  'createApiToken',
  'adminRequestSecondFactor',
  'adminAddTotp',
  'resetAdminSecondFactor',
];

/** What makes each kind of job necessary: acts, ways that are no mutation, and what a sweep finds. */
export const causes: Record<string, Cause> = {
  ...Object.fromEntries(BY_ACT.map((name) => [name, by(acts[name])])),
  'sign-up of a registered person': async ({ gatehouse, owner }, tag) => {
    await approvedPerson(gatehouse, emailOf(tag), owner);
    await signUp(gatehouse, emailOf(tag));
  },
  'a change to a taken address': async ({ gatehouse, owner }, tag) => {
    await verifiedPerson(gatehouse, emailOf(`${tag}-taken`));
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    await gatehouse.drain();
    await requestEmailChange(gatehouse, { token }, emailOf(`${tag}-taken`));
  },
  'an account that is going to be deleted': whoDeletedLater,
  'an account whose days are over': async (ground, tag) => {
    const email = await whoDeletedLater(ground, tag);
    const { gatehouse } = ground;
    await gatehouse.drain();
    const id = await developerId(gatehouse, email, tag);
    await letDaysPass(gatehouse, id);
    // Whether the sweep of old links or the deletion is first is chance.
    await gatehouse.sql("UPDATE tokens SET expires_at = now() + interval '1 hour' WHERE developer_id = $1", [id]);
  },
  'log-in with a new device': async ({ gatehouse, owner }, tag) => {
    await loggedInPerson(gatehouse, emailOf(tag), owner);
    await gatehouse.drain();
    await succeed(logIn(gatehouse, emailOf(tag), PASSWORD, {}, ELSEWHERE));
  },
  'log-in of an admin with a new device': async ({ gatehouse }, tag) => {
    await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    await gatehouse.drain();
    await succeed(adminLogIn(gatehouse, { email: emailOf(tag) }, ELSEWHERE));
  },
  'wrong codes': async ({ gatehouse, owner }, tag) => {
    const { secret } = await personWithTotp(gatehouse, emailOf(tag), owner);
    await gatehouse.drain();
    const code = wrongCodeOf(secret);
    await wrongCodes(
      () => stepOf(gatehouse, emailOf(tag)),
      (challenge) => confirmSecondFactor(gatehouse, { challenge, code }),
    );
  },
  'wrong codes of an admin': async ({ gatehouse }, tag) => {
    const { secret } = await adminWithTotp(gatehouse, emailOf(tag));
    await gatehouse.drain();
    const code = wrongCodeOf(secret);
    await wrongCodes(
      () => challengeFor(gatehouse, emailOf(tag)),
      (challenge) => adminConfirmSecondFactor(gatehouse, { challenge, code }),
    );
  },
  'an account at the provider without a verified address': async ({ issuer, connection }, tag) => {
    issuer.behave({ person: { sub: tag, name: 'Ada Lovelace', email: emailOf(tag), email_verified: false } });
    await comeIn(connection);
  },
  'an account at the provider that is linked': linkAccount,
  'an account of an admin at the provider': async ({ gatehouse, issuer, company }, tag) => {
    await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    await gatehouse.drain();
    issuer.behave({ person: { sub: tag, email: emailOf(tag), email_verified: true } });
    await comeIn(company);
  },
  'a new request': async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    await addAdmin(gatehouse, emailOf(tag), 'APPROVER', tag);
    await gatehouse.drain();
    await newRequest(gatehouse, tag);
  },
  'four days without verification': async ({ gatehouse }, tag) => {
    await signUp(gatehouse, emailOf(tag));
    await gatehouse.drain();
    await gatehouse.sql("UPDATE developers SET asked_at = asked_at - interval '4 days' WHERE email = $1", [emailOf(tag)]);
  },
  'a token that ends soon': async (ground, tag) => {
    const token = await ownerOfOwnPortal(ground, tag);
    const { gatehouse } = ground;
    const { id } = await apiToken(gatehouse, token, { name: tag, roles: [{ role: 'OWNER', portal: tag }] });
    await gatehouse.drain();
    const created = "created_at = now() - interval '300 days', expires_at = now() + interval '3 days'";
    await gatehouse.sql(`UPDATE api_tokens SET ${created} WHERE id = $1`, [id]);
  },
  'a test email': async (ground, tag) => {
    // Of each admin, a few a day.
    const token = await ownerOfOwnPortal(ground, tag);
    await ground.gatehouse.drain();
    await succeed(sendTestMail(ground.gatehouse, token, { portal: tag }));
  },
  'records of a sender that vanish': async ({ gatehouse, owner, dns }, tag) => {
    await createPortal(gatehouse, tag, owner);
    await addAdmin(gatehouse, emailOf(tag), 'OWNER', tag);
    await proveSender(gatehouse, dns, `hello@${tag}.test`, owner, tag);
    await gatehouse.drain();
    for (const { name } of await recordsOf(gatehouse, owner, tag)) dns.set(name);
    await gatehouse.sql('UPDATE sender_domains SET next_check_at = now() WHERE domain = $1', [`${tag}.test`]);
  },
  'four days without a decision': async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    await addAdmin(gatehouse, emailOf(tag), 'APPROVER', tag);
    const [, decided = ''] = await addPeople(gatehouse, 2, tag);
    await decide(gatehouse, 'approve', [decided], owner);
    await gatehouse.drain();
    await gatehouse.sql(
      `UPDATE developers SET email_verified_at = now() - interval '4 days' WHERE portal_id = (SELECT id FROM portals WHERE slug = $1)`,
      [tag],
    );
  },
};

/** No act brings the jobs of these. */
export const foundBySweep = [
  'four days without verification',
  'a token that ends soon',
  'records of a sender that vanish',
  'four days without a decision',
];
