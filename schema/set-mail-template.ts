import { InvalidInput, NotAllowed, NotFound, Stale } from '../domain/errors.ts';
import { resetMailTemplate } from '../domain/mail-templates/reset-mail-template.ts';
import { setMailTemplate } from '../domain/mail-templates/set-mail-template.ts';
import type { Changed } from '../domain/mail-templates/write-version.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { MailKind } from './api/mail-kind.ts';
import { findTemplates, MailTemplate } from './mail-templates.ts';

const findTemplate = async ({ portal, mail, locale }: Changed, { app }: Context) => {
  const [template] = await findTemplates(app, portal, { mail, locale });
  if (!template) throw new Error(`There are no texts of ${mail} in ${locale}.`);
  return template;
};

const SetMailTemplateSuccess = builder.objectRef<Changed>('SetMailTemplateSuccess').implement({
  description: 'Emails that are sent from now on have these texts.',
  fields: (t) => ({
    template: t.field({
      type: MailTemplate,
      description: 'The texts, with their new version.',
      resolve: (changed, _, context) => findTemplate(changed, context),
    }),
  }),
});

const ResetMailTemplateSuccess = builder.objectRef<Changed>('ResetMailTemplateSuccess').implement({
  description: 'Emails that are sent from now on have the texts of Gatehouse.',
  fields: (t) => ({
    template: t.field({
      type: MailTemplate,
      description: 'The texts, with their new version.',
      resolve: (changed, _, context) => findTemplate(changed, context),
    }),
  }),
});

builder.mutationField('setMailTemplate', (t) =>
  t.fieldWithInput({
    type: SetMailTemplateSuccess,
    nullable: true,
    description:
      'Changes the texts of one email of a portal in one language. For an OWNER of the portal. Stale if somebody else has changed them since you ' +
      'read them. InvalidInput names the field: with UNKNOWN_VARIABLE for a variable that the email does not have, MISSING_VARIABLE for one that ' +
      'the body must have, and UNSAFE_LINK for a link to anything but https and mailto.',
    errors: { types: [NotAllowed, NotFound, Stale, InvalidInput] },
    typeOptions: { description: 'The texts of one email in one language.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      mail: t.input.field({ type: MailKind, required: true, description: 'The email.' }),
      locale: t.input.string({
        required: true,
        description: 'The language, as a tag of BCP 47: `de`, `en` or `ja`, also if the portal does not offer it yet.',
      }),
      version: t.input.int({
        required: true,
        description: 'The version of the texts that you read, from `portal.settings.mailTemplates`. 0 if there were never any.',
      }),
      subject: t.input.string({ required: true, description: 'The subject, 1 to 200 characters in one line.' }),
      title: t.input.string({
        required: true,
        description: 'The title at the top of the email, 1 to 200 characters in one line.',
      }),
      body: t.input.string({
        required: true,
        description:
          'The text under the title, 1 to 4,000 characters in Markdown: paragraphs, titles, lists, quotes, bold, italics, code, and ' +
          'links to https and mailto. HTML is shown as it is typed. Pictures are refused.',
      }),
      buttonLabel: t.input.string({
        description:
          'The text of the button, 1 to 60 characters. Null for the one of Gatehouse. READ_ONLY if the email has no button that can be ' +
          'named.',
      }),
    },
    resolve: async (_, { input }, { app, caller }) => await setMailTemplate(app, await caller(), input),
  }),
);

builder.mutationField('resetMailTemplate', (t) =>
  t.fieldWithInput({
    type: ResetMailTemplateSuccess,
    nullable: true,
    description:
      'Gives one email of a portal the texts of Gatehouse again, in one language. The versions before stay readable. For an OWNER of the ' +
      'portal. Stale if somebody else has changed the texts since you read them.',
    errors: { types: [NotAllowed, NotFound, Stale, InvalidInput] },
    typeOptions: { description: 'The email and the language to reset.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      mail: t.input.field({ type: MailKind, required: true, description: 'The email.' }),
      locale: t.input.string({ required: true, description: 'The language, such as `de`.' }),
      version: t.input.int({
        required: true,
        description: 'The version of the texts that you read, from `portal.settings.mailTemplates`.',
      }),
    },
    resolve: async (_, { input }, { app, caller }) => await resetMailTemplate(app, await caller(), input),
  }),
);
