import { RetryJobsDocument, SetApprovalRulesDocument, SetMailTemplateDocument } from '../../../generated/operations.ts';
import { createPortal, setReasonTemplates, setSignUpFields, updatePortal } from '../../../kit/admins.ts';
import { approvalRules, ofDomain } from '../../../kit/approval-rules.ts';
import { pngOf, uploadPicture } from '../../../kit/branding.ts';
import { connected, createConnection, deleteConnection, testConnection, updateConnection } from '../../../kit/connections.ts';
import { resetMailTemplate, sendTestMail, setMailTemplate, TEXTS } from '../../../kit/mail-templates.ts';
import { mutate } from '../../../kit/mutate.ts';
import { signUp } from '../../../kit/people.ts';
import { present } from '../../../kit/present.ts';
import { seedRequests } from '../../../kit/requests.ts';
import { checkSender, replaceKey } from '../../../kit/senders.ts';
import { type Act, emailOf } from '../act.ts';

/** Settings of portals; each subject is a portal of its own. */
export const portals: Record<string, Act> = {
  createPortal:
    async ({ owner }, tag) =>
    (site) =>
      createPortal(site, tag, owner),
  updatePortal: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    await seedRequests(gatehouse, tag, 2, tag);
    return (site) => updatePortal(site, { autoApprove: true, applyToPending: true }, owner, tag);
  },
  setReasonTemplates: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    return (site) => setReasonTemplates(site, [{ name: 'Company only', text: 'We let in companies.' }], owner, tag);
  },
  uploadPicture: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    const data = pngOf(32, 32);
    return (site) => uploadPicture(site, { portal: tag, kind: 'ICON', data }, owner);
  },
  checkSenderDomain: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    await updatePortal(gatehouse, { mailFrom: `hello@${tag}.test` }, owner, tag);
    return (site) => checkSender(site, owner, tag);
  },
  replaceSenderKey: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    await updatePortal(gatehouse, { mailFrom: `hello@${tag}.test` }, owner, tag);
    return (site) => replaceKey(site, owner, tag);
  },
  setMailTemplate: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    return (site) => mutate(site, SetMailTemplateDocument, { ...TEXTS, portal: tag, version: 0 }, { token: owner });
  },
  resetMailTemplate: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    await setMailTemplate(gatehouse, owner, { portal: tag });
    return (site) => resetMailTemplate(site, owner, 1, tag);
  },
  sendTestMail: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    return (site) => sendTestMail(site, owner, { portal: tag });
  },
  setSignUpFields: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    return (site) => setSignUpFields(site, [{ key: 'company', label: 'Company', kind: 'TEXT' }], owner, tag);
  },
  setApprovalRules: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    await seedRequests(gatehouse, tag, 2, tag);
    const { version } = (await approvalRules(gatehouse, owner, tag)).approvalRules;
    const rules = [ofDomain(`${tag}.test`, 'APPROVE')];
    const input = { portal: tag, version, rules, applyToPending: true };
    return (site) => mutate(site, SetApprovalRulesDocument, input, { token: owner });
  },
  createSsoConnection: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    return (site) => createConnection(site, { portal: tag }, owner);
  },
  updateSsoConnection: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    const id = await connected(gatehouse, { portal: tag, clientSecret: 'a secret of the client' }, owner);
    return (site) => updateConnection(site, id, { label: 'Company ID', clientSecret: 'another secret' }, owner);
  },
  deleteSsoConnection: async ({ gatehouse, owner }, tag) => {
    await createPortal(gatehouse, tag, owner);
    const id = await connected(gatehouse, { portal: tag }, owner);
    return (site) => deleteConnection(site, id, owner);
  },
  testSsoConnection: async ({ gatehouse, owner, issuer }, tag) => {
    await createPortal(gatehouse, tag, owner);
    const { url, clientId, clientSecret } = issuer;
    const id = await connected(gatehouse, { portal: tag, issuer: url, clientId, clientSecret }, owner);
    return (site) => testConnection(site, id, owner);
  },
  retryJobs: async ({ gatehouse, owner }, tag) => {
    gatehouse.inbox.behaviour.refuseRecipient = { code: 550, message: 'no such user', only: emailOf(tag) };
    await signUp(gatehouse, emailOf(tag));
    await gatehouse.drain();
    gatehouse.inbox.behaviour.refuseRecipient = undefined;
    const [job] = await gatehouse.sql<{ id: string }>("SELECT id FROM jobs WHERE status = 'FAILED' ORDER BY id DESC LIMIT 1");
    return (site) => mutate(site, RetryJobsDocument, { ids: [present(job).id] }, { token: owner });
  },
};
