import {
  type MailTemplateHereFragment,
  MailTemplatesDocument,
  MailTemplateVersionsDocument,
  ResetMailTemplateDocument,
  SendTestMailDocument,
  type SendTestMailInput,
  SetMailTemplateDocument,
  type SetMailTemplateInput,
} from '../generated/operations.ts';
import { mutate, type Site } from './mutate.ts';
import { present } from './present.ts';

export type MailKind = MailTemplateHereFragment['mail'];

/** Texts that any email takes that has no required variable. */
export const TEXTS = {
  portal: 'demo',
  mail: 'VERIFY_EMAIL',
  locale: 'en',
  subject: 'Welcome to {{portal}}',
  title: 'One more step',
  body: 'Good that you are **here**.',
} as const satisfies SendTestMailInput;

/** The texts of one email in one language, as an admin sees them. */
export async function mailTemplate(
  { graphql }: Site,
  token: string,
  mail: MailKind = TEXTS.mail,
  locale = 'en',
  portal = 'demo',
): Promise<MailTemplateHereFragment> {
  const { data, text } = await graphql(MailTemplatesDocument, { portal, mail, locale }, { token });
  return present(data?.portal?.settings?.mailTemplates[0], `the texts in ${text}`);
}

/** Changes texts, whichever they are. */
export async function setMailTemplate(gatehouse: Site, token: string, more: Partial<SetMailTemplateInput> = {}) {
  const { mail = TEXTS.mail, locale = 'en', portal = 'demo' } = more;
  const version = more.version ?? (await mailTemplate(gatehouse, token, mail, locale, portal)).version;
  return await mutate(gatehouse, SetMailTemplateDocument, { ...TEXTS, ...more, version }, { token });
}

export const resetMailTemplate = (gatehouse: Site, token: string | undefined, version: number, portal = 'demo') =>
  mutate(gatehouse, ResetMailTemplateDocument, { portal, mail: TEXTS.mail, locale: 'en', version }, { token });

export const sendTestMail = (gatehouse: Site, token: string | undefined, more: Partial<SendTestMailInput> = {}) =>
  mutate(gatehouse, SendTestMailDocument, { ...TEXTS, ...more }, { token });

export async function versionsOf({ graphql }: Site, token: string, locale = 'en') {
  const { data, text } = await graphql(MailTemplateVersionsDocument, { portal: 'demo', mail: TEXTS.mail, locale }, { token });
  return present(data?.portal?.settings, `versions in ${text}`).mailTemplateVersions;
}
