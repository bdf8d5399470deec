import { deviceOf } from '../domain/developers/device.ts';
import type { LinkAccount, LinkForm, LinkInvitation, LinkQuestion, LinkSsoAccount, Requester } from '../domain/links/link.ts';
import { AdminInvitationRole } from './admin-invitations.ts';
import { Answer } from './answers.ts';
import { builder } from './api/builder.ts';
import { SignUpField } from './sign-up-fields.ts';

export const LinkRequester = builder.objectRef<Requester>('LinkRequester').implement({
  description: 'The device that asked for a link.',
  fields: (t) => ({
    device: t.string({
      description:
        'The browser and the system, such as `Firefox on Windows`. For other clients, the start of the `User-Agent` header.',
      resolve: ({ userAgent }) => deviceOf(userAgent),
    }),
    address: t.exposeString('address', { description: 'The IP address of the device, such as `192.0.2.1`.' }),
  }),
});

export const LinkedForm = builder.objectRef<LinkForm>('LinkForm').implement({
  description:
    'The sign-up form that a link registers. Anyone can have filled it in. `verifyEmail` and `acceptInvitation` accept corrections.',
  fields: (t) => ({
    fullName: t.exposeString('fullName', {
      description: 'The name that was typed, such as `Ada Lovelace`. Empty if an invitation has none.',
    }),
    answers: t.field({
      type: [Answer],
      description: 'The answers that still fit `portal.signUpFields`.',
      resolve: ({ answers }) => answers,
    }),
  }),
});

export const LinkedSsoAccount = builder.objectRef<LinkSsoAccount>('LinkSsoAccount').implement({
  description: 'The account at an identity provider that a link is going to link.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'The name of the provider at this portal, such as `Acme ID`.' }),
    issuer: t.exposeString('issuer', {
      description: 'The issuer identifier of the provider, such as `https://login.example.com`.',
    }),
    subject: t.exposeString('subject', { description: 'The id of the account at the provider, from the claim `sub`.' }),
    fullName: t.exposeString('fullName', { description: 'The name of the person at the provider.' }),
    email: t.exposeString('email', { description: 'The email address of the account at the provider.' }),
    linked: t.exposeBoolean('isLinked', {
      description:
        'True if the account is linked to the developer who has the email address. False if a new developer is ' +
        'registered with it.',
    }),
  }),
});

export const LinkedAccount = builder.objectRef<LinkAccount>('LinkAccount').implement({
  description: 'The account whose email address a link changes, or that it keeps.',
  fields: (t) => ({
    maskedEmail: t.exposeString('email', {
      description: 'The current email address, masked so that only its owner recognises it, such as `v***@corp.example`.',
    }),
  }),
});

export const LinkedInvitation = builder.objectRef<LinkInvitation>('LinkInvitation').implement({
  description: 'The invitation to be an admin that a link accepts.',
  fields: (t) => ({
    inviterEmail: t.exposeString('inviterEmail', {
      description: 'The email address of the admin who invited, in canonical form, such as `owner@example.com`.',
    }),
    admin: t.exposeBoolean('isAdmin', {
      description:
        'Whether the invited person is an admin already. Then they accept while they are logged in, without a password.',
    }),
    roles: t.field({
      type: [AdminInvitationRole],
      description: 'The roles that the invitation gives, each for one portal or for all. At most 100.',
      resolve: ({ roles }) => roles,
    }),
  }),
});

export const LinkedQuestion = builder.objectRef<LinkQuestion>('LinkQuestion').implement({
  description: 'The question of an admin that a link answers, and what the person can change with the answer.',
  fields: (t) => ({
    text: t.exposeString('text', {
      description: 'The question, plain text with line breaks. Show it as text, never as HTML.',
    }),
    askedAt: t.expose('askedAt', { type: 'DateTime', description: 'The time when the question was asked.' }),
    fields: t.field({
      type: [SignUpField],
      description: 'The fields of the sign-up form that the person can still edit. At most 20.',
      resolve: ({ fields }) => fields,
    }),
    answers: t.field({
      type: [Answer],
      description: 'The present answers to these fields. At most 20.',
      resolve: ({ answers }) => answers,
    }),
  }),
});
