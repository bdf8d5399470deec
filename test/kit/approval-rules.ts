import {
  type ApprovalRuleInput,
  ApprovalRulesDocument,
  SetApprovalRulesDocument,
  type SetApprovalRulesInput,
} from '../generated/operations.ts';
import { mutate, type Site } from './mutate.ts';
import { present } from './present.ts';

/** The rules of a portal, and how far their last run over those who wait is. */
export async function approvalRules({ graphql }: Site, token: string, portal = 'demo') {
  const { data, text } = await graphql(ApprovalRulesDocument, { portal }, { token });
  return present(data?.portal?.settings, `settings in ${text}`);
}

/** Replaces the rules, whatever they are. */
export async function setApprovalRules(
  gatehouse: Site,
  rules: ApprovalRuleInput[],
  token: string,
  more: Partial<SetApprovalRulesInput> = {},
) {
  const { version } = (await approvalRules(gatehouse, token, more.portal)).approvalRules;
  return await mutate(gatehouse, SetApprovalRulesDocument, { portal: 'demo', version, rules, ...more }, { token });
}

/** A rule for people of a domain. */
export const ofDomain = (
  domain: string,
  then: ApprovalRuleInput['then'],
  more: Partial<ApprovalRuleInput> = {},
): ApprovalRuleInput => ({
  name: `${then} ${domain}`,
  when: { emailDomains: [domain] },
  then,
  ...(then === 'REFUSE' && { reason: 'We are not open to you.' }),
  ...more,
});
