import type { App } from '../domain/app.ts';
import { listMailTemplates, listVersions } from '../domain/mail-templates/mail-template.ts';
import { productTexts } from '../emails/product-texts.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { isLanguage } from '../texts/languages.ts';
import { type Mail, type MailWording, TEMPLATED, VARIABLES, type Variable } from '../texts/templated-mails.ts';
import { builder } from './api/builder.ts';
import { MailKind } from './api/mail-kind.ts';
import { PortalSettings } from './portal-settings.ts';

const MailTexts = builder.objectRef<MailWording>('MailTexts').implement({
  description:
    'The texts of an email, with variables such as `{{portal}}`. The link, the warning and the reason for the email are no part of ' +
    'them: each email has these.',
  fields: (t) => ({
    subject: t.exposeString('subject', { description: 'The subject, one line.' }),
    title: t.exposeString('title', { description: 'The title at the top of the email, one line.' }),
    body: t.exposeString('body', { description: 'The text under the title, in Markdown.' }),
    buttonLabel: t.exposeString('buttonLabel', {
      nullable: true,
      description: 'The text of the button. Null for the one of Gatehouse, or if the email has no button that can be named.',
    }),
  }),
});

const MailVariable = builder.objectRef<{ name: Variable; isRequired: boolean }>('MailVariable').implement({
  description: 'Something that the texts of an email can say, different for each email.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name, such as `portal`. Texts have it as `{{portal}}`.' }),
    description: t.string({ description: 'What stands in its place.', resolve: ({ name }) => VARIABLES[name] }),
    isRequired: t.exposeBoolean('isRequired', {
      description: 'Whether the body must have it, because the email is about it.',
    }),
  }),
});

type Template = Awaited<ReturnType<typeof listMailTemplates>>[number] & { takesPasswords: boolean };

const textsOfGatehouse = ({ mail, locale, takesPasswords }: Template): MailWording =>
  productTexts(mail, locale, { takesPasswords });

export const MailTemplate = builder.objectRef<Template>('MailTemplate').implement({
  description: 'The texts of one email of a portal in one language.',
  fields: (t) => ({
    mail: t.expose('mail', { type: MailKind, description: 'The email.' }),
    locale: t.exposeString('locale', { description: 'The language, as a tag of BCP 47, such as `de`.' }),
    isChanged: t.boolean({
      description: 'Whether the portal has texts of its own. If not, emails have `productTexts`.',
      resolve: ({ texts }) => texts !== null,
    }),
    texts: t.field({
      type: MailTexts,
      description: 'The texts that emails have from now on.',
      resolve: (template) => template.texts ?? textsOfGatehouse(template),
    }),
    productTexts: t.field({ type: MailTexts, description: 'The texts of Gatehouse.', resolve: textsOfGatehouse }),
    version: t.exposeInt('version', { description: 'The number of changes so far. `setMailTemplate` asks for it.' }),
    changedAt: t.expose('changedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time when somebody changed the texts last. Null if never.',
    }),
    changedBy: t.exposeString('changedBy', {
      nullable: true,
      description: 'The email address of the admin, or the name of the API token, at that time. Null if it is not known.',
    }),
    hasButton: t.boolean({
      description: 'Whether the email has a button that can be named with `buttonLabel`.',
      resolve: ({ mail }) => TEMPLATED[mail].hasButton,
    }),
    variables: t.field({
      type: [MailVariable],
      description: 'What the texts can say.',
      resolve: ({ mail }) => {
        const { variables, required = [] } = TEMPLATED[mail];
        return variables.map((name) => ({ name, isRequired: required.includes(name) }));
      },
    }),
  }),
});

type Wanted = { mail?: Mail | null | undefined; locale?: string | null | undefined };

/** Empty for a language that Gatehouse does not know. */
export async function findTemplates({ prisma }: App, portal: PortalRow, { mail, locale = null }: Wanted): Promise<Template[]> {
  if (locale !== null && !isLanguage(locale)) return [];
  const found = await listMailTemplates(prisma, portal.id, { mail, locale });
  return found.map((template) => ({ ...template, takesPasswords: portal.passwordLogin }));
}

type Version = Awaited<ReturnType<typeof listVersions>>[number];

const MailTemplateVersion = builder.objectRef<Version>('MailTemplateVersion').implement({
  description: 'One version of the texts of an email, of now or before.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'The number of this version.' }),
    texts: t.expose('texts', {
      type: MailTexts,
      nullable: true,
      description: 'The texts of this version. Null if it was a reset to those of Gatehouse.',
    }),
    changedAt: t.expose('changedAt', { type: 'DateTime', description: 'The time when somebody saved this version.' }),
    changedBy: t.exposeString('changedBy', {
      nullable: true,
      description: 'The email address of the admin, or the name of the API token, at that time. Null if it is not known.',
    }),
  }),
});

builder.prismaObjectFields(PortalSettings, (t) => ({
  mailTemplates: t.field({
    type: [MailTemplate],
    description:
      'The texts of all emails to the people of the portal, in each language that Gatehouse knows. Those of a language that the ' +
      'portal does not offer wait until it does.',
    args: {
      mail: t.arg({ type: MailKind, description: 'Only this email.' }),
      locale: t.arg.string({ description: 'Only this language, such as `de`.' }),
    },
    resolve: (portal, wanted, { app }) => findTemplates(app, portal, wanted),
  }),
  mailTemplateVersions: t.field({
    type: [MailTemplateVersion],
    description:
      'The last 20 versions of the texts of one email, the newest first. To go back to one, save its texts again with ' +
      '`setMailTemplate`.',
    args: {
      mail: t.arg({ type: MailKind, required: true, description: 'The email.' }),
      locale: t.arg.string({ required: true, description: 'The language, such as `de`.' }),
    },
    resolve: ({ id }, { mail, locale }, { app }) => (isLanguage(locale) ? listVersions(app.prisma, id, mail, locale) : []),
  }),
}));
