import {
  addAdmin,
  addNote,
  approveAll,
  createPortal,
  decide,
  decideFromMail,
  deleteDevelopers,
  endSession,
  endSessions,
  rejectAll,
  sessionsOf,
  setAnswers,
  undoDecisions,
  updatePortal,
} from '../../../kit/admins.ts';
import type { Installation } from '../../../kit/installation.ts';
import { clearMailState } from '../../../kit/mail-reports.ts';
import { personWithTotp, resetSecondFactor } from '../../../kit/own-second-factors.ts';
import { loggedInPerson, mailsTo, registeredPerson } from '../../../kit/people.ts';
import { present } from '../../../kit/present.ts';
import { askDevelopers } from '../../../kit/questions.ts';
import { claimRequests, releaseRequests, seedRequests } from '../../../kit/requests.ts';
import { type Act, emailOf } from '../act.ts';

/** A portal of the subject's own, with people who wait. */
async function ownQueue(gatehouse: Installation, owner: string, tag: string, count: number): Promise<string[]> {
  await createPortal(gatehouse, tag, owner);
  return await seedRequests(gatehouse, tag, count, tag);
}

/** A request at the portal of the tag, as after the verification of the address. */
export async function newRequest(gatehouse: Installation, tag: string): Promise<void> {
  const [id] = await seedRequests(gatehouse, tag, 1, tag);
  await gatehouse.sql(
    `INSERT INTO jobs (id, queue, name, payload, portal_id)
     SELECT gen_random_uuid(), 'APPROVALS', 'evaluateApproval', jsonb_build_object('developerId', $1::text), id FROM portals WHERE slug = $2`,
    [id, tag],
  );
}

const decision =
  (verb: 'approve' | 'reject' | 'revoke' | 'reinstate', before: ('approve' | 'revoke')[]): Act =>
  async ({ gatehouse, owner }, tag) => {
    const { id } = await registeredPerson(gatehouse, emailOf(tag));
    for (const earlier of before) await decide(gatehouse, earlier, [id], owner);
    await gatehouse.drain();
    return (site) => decide(site, verb, [id], owner, { reason: 'Because.', note: 'Asked by phone.' });
  };

/** Acts on people, by those who decide. */
export const decisions: Record<string, Act> = {
  approveDevelopers: decision('approve', []),
  rejectDevelopers: decision('reject', []),
  revokeDevelopers: decision('revoke', ['approve']),
  reinstateDevelopers: decision('reinstate', ['approve', 'revoke']),
  clearMailState: async ({ gatehouse, owner }, tag) => {
    const { id } = await registeredPerson(gatehouse, emailOf(tag));
    await gatehouse.sql(
      "INSERT INTO mail_states (id, developer_id, portal_id, state) SELECT id, id, portal_id, 'BOUNCED' FROM developers WHERE id = $1",
      [id],
    );
    return (site) => clearMailState(site, [id], owner);
  },
  undoDecisions: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    await updatePortal(gatehouse, { undoWindow: 300 }, owner, tag);
    const ids = await seedRequests(gatehouse, tag, 1, tag);
    await decide(gatehouse, 'approve', ids, owner);
    const [made] = await gatehouse.sql<{ id: string }>('SELECT id FROM decisions WHERE developer_id = $1', ids);
    return (site) => undoDecisions(site, [present(made).id], owner);
  },
  deleteDevelopers: async ({ gatehouse, owner }, tag) => {
    const { id } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    return (site) => deleteDevelopers(site, [id], owner);
  },
  approveAll: async ({ gatehouse, owner }, tag) => {
    await ownQueue(gatehouse, owner, tag, 3);
    return (site) => approveAll(site, { portal: tag, expectedCount: 3 }, owner);
  },
  rejectAll: async ({ gatehouse, owner }, tag) => {
    await ownQueue(gatehouse, owner, tag, 3);
    return (site) => rejectAll(site, { portal: tag, expectedCount: 3, reason: 'Closed.' }, owner);
  },
  // By an admin of the subject's own, since one admin can hold so many requests only.
  claimRequests: async ({ gatehouse, owner }, tag) => {
    const ids = await ownQueue(gatehouse, owner, tag, 2);
    const approver = await addAdmin(gatehouse, emailOf(tag), 'APPROVER', tag);
    return (site) => claimRequests(site, { ids }, approver);
  },
  releaseRequests: async ({ gatehouse, owner }, tag) => {
    const ids = await ownQueue(gatehouse, owner, tag, 2);
    const approver = await addAdmin(gatehouse, emailOf(tag), 'APPROVER', tag);
    await claimRequests(gatehouse, { ids }, approver);
    return (site) => releaseRequests(site, ids, approver);
  },
  askDevelopers: async ({ gatehouse, owner }, tag) => {
    const { id } = await registeredPerson(gatehouse, emailOf(tag));
    return (site) => askDevelopers(site, [id], 'Who are you?', owner);
  },
  addNote: async ({ gatehouse, owner }, tag) => {
    const { id } = await registeredPerson(gatehouse, emailOf(tag));
    return (site) => addNote(site, id, 'Asked by phone.', owner);
  },
  setAnswers: async ({ gatehouse, owner }, tag) => {
    const { id } = await registeredPerson(gatehouse, emailOf(tag));
    return (site) => setAnswers(site, id, [{ field: 'rating', value: 'High' }], owner);
  },
  endSession: async ({ gatehouse, owner }, tag) => {
    const { id } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    const [session] = await sessionsOf(gatehouse, id, owner);
    return (site) => endSession(site, present(session).id, owner);
  },
  endSessions: async ({ gatehouse, owner }, tag) => {
    const { id } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    return (site) => endSessions(site, [id], owner);
  },
  resetSecondFactor: async ({ gatehouse, owner }, tag) => {
    const { id } = await personWithTotp(gatehouse, emailOf(tag), owner);
    return (site) => resetSecondFactor(site, [id], owner);
  },
  decideFromMail: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    await updatePortal(gatehouse, { showApplicants: true }, owner, tag);
    const approver = emailOf(`${tag}-approver`);
    await addAdmin(gatehouse, approver, 'APPROVER', tag);
    await newRequest(gatehouse, tag);
    await gatehouse.drain();
    const mail = present(mailsTo(gatehouse, approver).at(-1), 'a mail to the approver');
    const token = present(mail.text.match(/decide\?token=([\w-]+)/)?.[1], `a link in ${mail.text}`);
    return (site) => decideFromMail(site, { token, act: 'APPROVE' });
  },
};
