import { InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { setSignUpFields } from '../domain/sign-up-fields/set-sign-up-fields.ts';
import { fieldsOf, isOnForm, type SignUpField as SignUpFieldRow } from '../domain/sign-up-fields/sign-up-field.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { PortalSettings } from './portal-settings.ts';
import { Portal } from './portals.ts';

const SignUpFieldKind = builder.enumType('SignUpFieldKind', {
  description: 'What kind of answer a field takes.',
  values: {
    TEXT: { description: 'One line of text.' },
    CHOICE: { description: 'One of the choices of the field, word for word.' },
    BOOLEAN: { description: 'True or false.' },
    URL: { description: 'An http or https address of at most 2,000 characters.' },
  } as const,
});

const AnswerVisibility = builder.enumType('AnswerVisibility', {
  description: 'Who gets to see an answer.',
  values: {
    PERSON_AND_ADMINS: { description: 'The person, and the admins of the portal.' },
    ADMINS: { description: 'The admins of the portal alone.' },
  } as const,
});

const AnswerEditor = builder.enumType('AnswerEditor', {
  description: 'Who gives an answer.',
  values: {
    PERSON: { description: 'The person: on the sign-up form, and at any time by `updateProfile`.' },
    ADMINS: { description: 'Admins, by `setAnswers`. Such a field is not on the sign-up form.' },
    NOBODY: {
      description:
        'The person, once: on the sign-up form, or by `updateProfile` while there is no answer, as after a log-in with SSO. After ' +
        'that nobody changes it.',
    },
  } as const,
});

const SignUpField = builder.objectRef<SignUpFieldRow>('SignUpField').implement({
  description: 'What a portal asks besides name and address.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Names the field in answers.' }),
    label: t.exposeString('label', { description: 'What to write beside it.' }),
    help: t.exposeString('help', { nullable: true, description: 'What else to say; null without.' }),
    kind: t.expose('kind', { type: SignUpFieldKind, description: 'What kind of answer it takes.' }),
    required: t.exposeBoolean('required', { description: 'Whether it must be answered; a BOOLEAN with true.' }),
    choices: t.exposeStringList('choices', { description: 'The choices of a CHOICE; empty for the other kinds.' }),
    pattern: t.exposeString('pattern', {
      nullable: true,
      description: 'A regular expression (RE2) that the whole of a TEXT must match; null without.',
    }),
    patternHint: t.exposeString('patternHint', { nullable: true, description: 'The same in words; null without.' }),
    maxLength: t.exposeInt('maxLength', { nullable: true, description: 'Most characters of a TEXT; null means 256.' }),
    visibleTo: t.expose('visibleTo', { type: AnswerVisibility, description: 'Who gets to see the answer.' }),
    editableBy: t.expose('editableBy', { type: AnswerEditor, description: 'Who gives the answer.' }),
  }),
});

builder.prismaObjectField(Portal, 'signUpFields', (t) =>
  t.field({
    type: [SignUpField],
    description: 'What the sign-up form asks besides name and address, in this order.',
    resolve: (portal) => fieldsOf(portal).filter(isOnForm),
  }),
);

builder.prismaObjectField(PortalSettings, 'signUpFields', (t) =>
  t.field({
    type: [SignUpField],
    description: 'All fields in their order, also those that only admins answer.',
    resolve: (portal) => fieldsOf(portal),
  }),
);

const SignUpFieldInput = builder.inputType('SignUpFieldInput', {
  description: 'A field to ask for.',
  fields: (t) => ({
    key: t.string({
      required: true,
      description: 'Names the field for good: at most 40 lower-case letters, digits and inner hyphens or underscores.',
    }),
    label: t.string({ required: true, description: 'What to write beside it, 1 to 200 characters.' }),
    help: t.string({ description: 'What else to say, at most 500 characters.' }),
    kind: t.field({ type: SignUpFieldKind, required: true, description: 'What kind of answer it takes.' }),
    required: t.boolean({
      defaultValue: false,
      description: 'Whether it must be answered; a BOOLEAN with true. Not for a field that only admins answer.',
    }),
    choices: t.stringList({ description: 'For a CHOICE: 1 to 50 different ones of at most 100 characters.' }),
    pattern: t.string({
      description:
        'For a TEXT: a regular expression that the whole of it must match, as with `pattern` in HTML. In the syntax of RE2: no ' +
        'look-around, no back-references. At most 200 characters.',
    }),
    patternHint: t.string({ description: 'The pattern in words, told to who does not match it; at most 200 characters.' }),
    maxLength: t.int({ description: 'For a TEXT: 1 to 2,000, with a pattern to 256; left out, 256.' }),
    visibleTo: t.field({
      type: AnswerVisibility,
      defaultValue: 'PERSON_AND_ADMINS',
      description: 'Who gets to see the answer; what the person may edit, the person sees.',
    }),
    editableBy: t.field({ type: AnswerEditor, defaultValue: 'PERSON', description: 'Who gives the answer.' }),
  }),
});

const SetSignUpFieldsSuccess = builder.objectRef<{ portal: PortalRow }>('SetSignUpFieldsSuccess').implement({
  description: 'The portal asks for these fields, and for no others.',
  fields: (t) => ({ portal: t.field({ type: Portal, description: 'As it is now.', resolve: ({ portal }) => portal }) }),
});

builder.mutationField('setSignUpFields', (t) =>
  t.fieldWithInput({
    type: SetSignUpFieldsSuccess,
    nullable: true,
    description:
      'Replaces what a portal asks besides name and address. Answers to a field that is left out are kept but shown to nobody, and ' +
      'come back with its key; neither a filter nor a search looks at them. For its OWNER.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    typeOptions: { description: 'All fields of a portal.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      fields: t.input.field({ type: [SignUpFieldInput], required: true, description: 'At most 20, in the order of the form.' }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ portal: await setSignUpFields(app, await admin(), input) }),
  }),
);
