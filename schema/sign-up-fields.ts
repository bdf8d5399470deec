import { InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { setSignUpFields } from '../domain/portals/set-sign-up-fields.ts';
import { fieldsOf, isOnForm, type SignUpField as SignUpFieldRow } from '../domain/sign-up-form/sign-up-field.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { PortalSettings } from './portal-settings.ts';
import { Portal } from './portals.ts';

const SignUpFieldKind = builder.enumType('SignUpFieldKind', {
  description: 'The kind of the answer to a field.',
  values: {
    TEXT: { description: 'One line of text.' },
    CHOICE: { description: 'Exactly one of the choices of the field.' },
    BOOLEAN: { description: 'True or false.' },
    URL: { description: 'An http or https URL of at most 2,000 characters.' },
  } as const,
});

const AnswerVisibility = builder.enumType('AnswerVisibility', {
  description: 'Who can read the answer to a field.',
  values: {
    PERSON_AND_ADMINS: { description: 'The person and the admins of the portal.' },
    ADMINS: { description: 'Only the admins of the portal.' },
  } as const,
});

const AnswerEditor = builder.enumType('AnswerEditor', {
  description: 'Who can give and change the answer to a field.',
  values: {
    PERSON: { description: 'The person: on the sign-up form, and at any time with `updateProfile`.' },
    ADMINS: { description: 'Admins, with `setAnswers`. The field is not on the sign-up form.' },
    NOBODY: {
      description:
        'The person once: on the sign-up form, or with `updateProfile` while there is no answer, as after a log-in ' +
        'with SSO. After that nobody can change it.',
    },
  } as const,
});

export const SignUpField = builder.objectRef<SignUpFieldRow>('SignUpField').implement({
  description: 'A field of the sign-up form, besides name and email address.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'The name of the field in answers, such as `company`.' }),
    label: t.exposeString('label', { description: 'The label to show beside the field, such as `Company`.' }),
    help: t.exposeString('help', {
      nullable: true,
      description: 'A help text to show below the field. Null if there is none.',
    }),
    kind: t.expose('kind', { type: SignUpFieldKind, description: 'The kind of the answer.' }),
    required: t.exposeBoolean('required', { description: 'Whether an answer is required. A required BOOLEAN must be true.' }),
    choices: t.exposeStringList('choices', { description: 'The choices of a CHOICE field. Empty for other kinds.' }),
    pattern: t.exposeString('pattern', {
      nullable: true,
      description: 'A regular expression in RE2 syntax that the whole text of a TEXT field must match. Null if there is none.',
    }),
    patternHint: t.exposeString('patternHint', {
      nullable: true,
      description: 'The pattern in words, such as `Two letters and six digits`. Null if there is none.',
    }),
    maxLength: t.exposeInt('maxLength', {
      nullable: true,
      description: 'The maximum number of characters of a TEXT field. Null means 256.',
    }),
    visibleTo: t.expose('visibleTo', { type: AnswerVisibility, description: 'Who can read the answer.' }),
    editableBy: t.expose('editableBy', { type: AnswerEditor, description: 'Who can give and change the answer.' }),
  }),
});

builder.prismaObjectField(Portal, 'signUpFields', (t) =>
  t.field({
    type: [SignUpField],
    description: 'The fields of the sign-up form besides name and email address, in the order of the form.',
    resolve: (portal) => fieldsOf(portal).filter(isOnForm),
  }),
);

builder.prismaObjectField(PortalSettings, 'signUpFields', (t) =>
  t.field({
    type: [SignUpField],
    description: 'All fields in their order, also those that only admins can edit.',
    resolve: (portal) => fieldsOf(portal),
  }),
);

const SignUpFieldInput = builder.inputType('SignUpFieldInput', {
  description: 'A field of the sign-up form.',
  fields: (t) => ({
    key: t.string({
      required: true,
      description:
        'The name of the field in answers, which never changes: at most 40 lower-case letters, digits and inner ' +
        'hyphens or underscores, such as `company`.',
    }),
    label: t.string({ required: true, description: 'The label to show beside the field, 1 to 200 characters.' }),
    help: t.string({ description: 'A help text to show below the field, at most 500 characters.' }),
    kind: t.field({ type: SignUpFieldKind, required: true, description: 'The kind of the answer.' }),
    required: t.boolean({
      defaultValue: false,
      description:
        'Whether an answer is required. A required BOOLEAN must be true. Not allowed for a field that only admins can ' +
        'edit.',
    }),
    choices: t.stringList({ description: 'The choices of a CHOICE field: 1 to 50 different texts of at most 100 characters.' }),
    pattern: t.string({
      description:
        'For a TEXT field: a regular expression that the whole text must match, such as `[A-Z]{2}[0-9]{6}`. RE2 ' +
        'syntax, without look-around and back-references. At most 200 characters.',
    }),
    patternHint: t.string({
      description: 'The pattern in words, shown to a person whose answer does not match. At most 200 characters.',
    }),
    maxLength: t.int({
      description: 'The maximum number of characters of a TEXT field: 1 to 2,000, or 1 to 256 with a pattern. 256 if left out.',
    }),
    visibleTo: t.field({
      type: AnswerVisibility,
      defaultValue: 'PERSON_AND_ADMINS',
      description: 'Who can read the answer. The person can read every answer that the person can edit.',
    }),
    editableBy: t.field({ type: AnswerEditor, defaultValue: 'PERSON', description: 'Who can give and change the answer.' }),
  }),
});

const SetSignUpFieldsSuccess = builder.objectRef<{ portal: PortalRow }>('SetSignUpFieldsSuccess').implement({
  description: 'The sign-up form has these fields now, and no others.',
  fields: (t) => ({
    portal: t.field({ type: Portal, description: 'The portal with the new fields.', resolve: ({ portal }) => portal }),
  }),
});

builder.mutationField('setSignUpFields', (t) =>
  t.fieldWithInput({
    type: SetSignUpFieldsSuccess,
    nullable: true,
    description:
      'Replaces the fields of the sign-up form. Answers to a removed field are kept but not shown, filtered or ' +
      'searched. They come back if a field with the same key comes back. For an OWNER of the portal.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    typeOptions: { description: 'All fields of the sign-up form of a portal.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      fields: t.input.field({
        type: [SignUpFieldInput],
        required: true,
        description: 'The fields, at most 20, in the order of the form. Fields that are left out are removed.',
      }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ portal: await setSignUpFields(app, await caller(), input) }),
  }),
);
