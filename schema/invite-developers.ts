import { Conflict, InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { createDeveloper } from '../domain/invitations/create-developer.ts';
import { createInvitationLink } from '../domain/invitations/create-invitation-link.ts';
import type { Invited } from '../domain/invitations/invite-batch.ts';
import { inviteDevelopers } from '../domain/invitations/invite-developers.ts';
import type { Invitation as InvitationRow } from '../prisma/generated/client/client.ts';
import { AnswerInput } from './answers.ts';
import { builder } from './api/builder.ts';
import { asValue, ErrorInterface } from './api/errors.ts';
import { Invitation } from './invitations.ts';

const THE_LINK =
  'The link to the sign-up form, for this email address. Pass it on yourself: it is shown only once. Null if it was emailed.';

const InvitedDeveloper = builder.objectRef<Invited & { email: string }>('InvitedDeveloper').implement({
  description: 'The result of inviting one person.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'The email address from the input.' }),
    invitation: t.field({
      type: Invitation,
      nullable: true,
      description: 'The new invitation. Null if there is an `error`.',
      resolve: (invited) => ('error' in invited ? null : invited.invitation),
    }),
    link: t.string({
      nullable: true,
      description: THE_LINK,
      resolve: (invited) => ('error' in invited ? null : invited.link),
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description:
        'Why this person was not invited: Conflict if the email address is registered and verified at the portal, ' +
        'InvalidInput with the path of the field, such as `["invitations", "0", "email"]`, or TooManyAttempts if nothing ' +
        'was tried. Null on success, and on a server error, which is in `errors` of the response.',
      resolve: (invited) => ('error' in invited ? asValue(invited.error) : null),
    }),
  }),
});

const InvitedPersonInput = builder.inputType('InvitedPersonInput', {
  description: 'A person to invite.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'The email address of the person, such as `ada@example.com`.' }),
    fullName: t.string({
      description: 'The name that the form of the person begins with, 1 to 256 characters. The person can change it.',
    }),
    answers: t.field({
      type: [AnswerInput],
      description: 'Answers to `portal.signUpFields` that the form of the person begins with. The person can change them.',
    }),
  }),
});

const InviteDevelopersSuccess = builder
  .objectRef<{ results: (Invited & { email: string })[] }>('InviteDevelopersSuccess')
  .implement({
    description: 'Each person was invited, or has an error.',
    fields: (t) => ({
      results: t.field({
        type: [InvitedDeveloper],
        description: 'One result for each person, in the order of the input.',
        resolve: ({ results }) => results,
      }),
    }),
  });

builder.mutationField('inviteDevelopers', (t) =>
  t.fieldWithInput({
    type: InviteDevelopersSuccess,
    nullable: true,
    description:
      'Invites people to register at a portal, also while its registration is closed. Each one is handled separately. ' +
      'Nobody is registered until they accept. For OWNER and APPROVER.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    typeOptions: { description: 'The people to invite, and what all these invitations share.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      invitations: t.input.field({
        type: [InvitedPersonInput],
        required: true,
        description: 'The people to invite, 1 to 1,000, each email address once.',
      }),
      approved: t.input.boolean({
        description:
          'True approves these people beforehand, in your name: they are approved as soon as they have verified the email ' +
          'address, in whatever way, before any rule of the portal. It counts only while you may still decide at the ' +
          'portal. False if left out.',
      }),
      expiresIn: t.input.int({
        description: 'How long the invitations work, in seconds: 3,600 to 7,776,000 (90 days). 604,800 (7 days) if left out.',
      }),
      sendInvitation: t.input.boolean({
        description:
          'True, also if left out, emails each person a link to accept. False shows you the link to the sign-up form ' +
          'instead. It proves nothing, so the person verifies the email address as usual.',
      }),
      message: t.input.string({ description: 'A message in the email, plain text, at most 2,000 characters.' }),
    },
    resolve: async (_, { input }, { app, caller }) => {
      const invited = await inviteDevelopers(app, await caller(), input);
      return { results: invited.map((one, at) => ({ ...one, email: input.invitations[at]?.email ?? '' })) };
    },
  }),
);

const CreateDeveloperSuccess = builder
  .objectRef<{ invitation: InvitationRow; link: string | null }>('CreateDeveloperSuccess')
  .implement({
    description: 'The person is invited.',
    fields: (t) => ({
      invitation: t.field({
        type: Invitation,
        description: 'The new invitation.',
        resolve: ({ invitation }) => invitation,
      }),
      link: t.exposeString('link', { nullable: true, description: THE_LINK }),
    }),
  });

builder.mutationField('createDeveloper', (t) =>
  t.fieldWithInput({
    type: CreateDeveloperSuccess,
    nullable: true,
    description:
      'Invites one person to register at a portal, for 7 days. The person is registered as soon as they accept. Conflict if ' +
      'the email address is registered and verified at the portal. For OWNER and APPROVER.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, Conflict] },
    typeOptions: { description: 'The person to invite.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      email: t.input.string({ required: true, description: 'The email address of the person, such as `ada@example.com`.' }),
      fullName: t.input.string({
        description: 'The name that the form of the person begins with, 1 to 256 characters. The person can change it.',
      }),
      approved: t.input.boolean({
        description: 'True approves the person beforehand, as for `inviteDevelopers`. False if left out.',
      }),
      sendInvitation: t.input.boolean({
        description:
          'True, also if left out, emails the person a link to accept. False shows you the link to the sign-up form instead.',
      }),
    },
    resolve: async (_, { input }, { app, caller }) => await createDeveloper(app, await caller(), input),
  }),
);

const CreateInvitationLinkSuccess = builder
  .objectRef<{ invitation: InvitationRow; link: string }>('CreateInvitationLinkSuccess')
  .implement({
    description: 'The link works.',
    fields: (t) => ({
      invitation: t.field({
        type: Invitation,
        description: 'The new invitation.',
        resolve: ({ invitation }) => invitation,
      }),
      link: t.exposeString('link', {
        description: 'The link to the sign-up form. It is shown only once.',
      }),
    }),
  });

builder.mutationField('createInvitationLink', (t) =>
  t.fieldWithInput({
    type: CreateInvitationLinkSuccess,
    nullable: true,
    description:
      'Makes a link to the sign-up form for many people, also while the registration of the portal is closed. A use is ' +
      'taken when a person verifies the email address. For OWNER and APPROVER.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    typeOptions: { description: 'The portal of the link, and who can use it.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      uses: t.input.int({ required: true, description: 'How many people can use the link, 1 to 100,000.' }),
      emailDomains: t.input.stringList({
        description:
          'The domains whose email addresses can use the link, such as `example.com`, at most 100. All domains if left out.',
      }),
      expiresAt: t.input.field({
        type: 'DateTime',
        required: true,
        description: 'The time when the link ends, at most 366 days from now.',
      }),
      approved: t.input.boolean({
        description:
          'What decides about these people after the rules of the portal, in place of its `autoApprove`: true approves ' +
          'them, false leaves them to an admin. It counts only while you may still decide at the portal. `autoApprove` ' +
          'decides if it is left out.',
      }),
      label: t.input.string({ description: 'A name for admins, on one line, 1 to 100 characters, such as `Hackathon`.' }),
    },
    resolve: async (_, { input }, { app, caller }) => await createInvitationLink(app, await caller(), input),
  }),
);
