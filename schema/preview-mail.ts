import { InvalidInput, NotAllowed, NotFound, TooManyAttempts } from '../domain/errors.ts';
import { previewMail } from '../domain/mail-templates/preview-mail.ts';
import { sendTestMail } from '../domain/mail-templates/send-test-mail.ts';
import type { RenderedEmail } from '../emails/render-email.ts';
import { builder } from './api/builder.ts';
import { MailKind } from './api/mail-kind.ts';

const MailPreview = builder.objectRef<RenderedEmail>('MailPreview').implement({
  description: 'An email as it would be sent, about a person who does not exist. Its link opens nothing.',
  fields: (t) => ({
    subject: t.exposeString('subject', { description: 'The subject.' }),
    html: t.exposeString('html', { description: 'The HTML part, a whole document.' }),
    text: t.exposeString('text', { description: 'The plain text part.' }),
  }),
});

const PORTAL = 'The slug of the portal, such as `demo`.';
const LOCALE = 'The language, such as `de`.';
const SUBJECT = 'The subject, as for `setMailTemplate`.';
const TITLE = 'The title, as for `setMailTemplate`.';
const BODY = 'The body in Markdown, as for `setMailTemplate`.';
const BUTTON = 'The text of the button, as for `setMailTemplate`.';

builder.queryField('previewMail', (t) =>
  t.field({
    type: MailPreview,
    nullable: true,
    description:
      'Shows an email with texts that need not be saved. Nothing is changed or sent. For an OWNER of the portal: fails with NOT_ALLOWED for ' +
      'other people, and with INVALID_INPUT for texts that `setMailTemplate` would refuse.',
    args: {
      portal: t.arg.string({ required: true, description: PORTAL }),
      mail: t.arg({ type: MailKind, required: true, description: 'The email.' }),
      locale: t.arg.string({ required: true, description: LOCALE }),
      subject: t.arg.string({ required: true, description: SUBJECT }),
      title: t.arg.string({ required: true, description: TITLE }),
      body: t.arg.string({ required: true, description: BODY }),
      buttonLabel: t.arg.string({ description: BUTTON }),
    },
    resolve: async (_, args, { app, caller }) => {
      const { mail, portal, pages } = await previewMail(app, await caller(), args);
      // Loaded with the first preview, because a server renders no other emails.
      const { renderSample } = await import('../emails/samples.ts');
      return await renderSample(mail, portal, pages);
    },
  }),
);

const SendTestMailSuccess = builder.objectRef<{ to: string }>('SendTestMailSuccess').implement({
  description: 'The test email is on its way.',
  fields: (t) => ({
    to: t.exposeString('to', { description: 'The email address that it goes to: that of the admin who asked.' }),
  }),
});

builder.mutationField('sendTestMail', (t) =>
  t.fieldWithInput({
    type: SendTestMailSuccess,
    nullable: true,
    description:
      'Sends an email with texts that need not be saved to the admin who asks, about a person who does not exist. For an OWNER of the ' +
      'portal who is logged in, not for API tokens, which have no email address. At most 20 a day.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, TooManyAttempts] },
    typeOptions: { description: 'The texts to try.' },
    input: {
      portal: t.input.string({ required: true, description: PORTAL }),
      mail: t.input.field({ type: MailKind, required: true, description: 'The email.' }),
      locale: t.input.string({ required: true, description: LOCALE }),
      subject: t.input.string({ required: true, description: SUBJECT }),
      title: t.input.string({ required: true, description: TITLE }),
      body: t.input.string({ required: true, description: BODY }),
      buttonLabel: t.input.string({ description: BUTTON }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ to: await sendTestMail(app, await admin(), input) }),
  }),
);
