import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import type { InvitationResult } from '../domain/invitations/change-invitations.ts';
import { resendInvitations } from '../domain/invitations/resend-invitations.ts';
import { revokeInvitations } from '../domain/invitations/revoke-invitations.ts';
import { builder } from './api/builder.ts';
import { asValue, ErrorInterface } from './api/errors.ts';
import { Invitation } from './invitations.ts';

const ChangedInvitation = builder.objectRef<InvitationResult>('ChangedInvitation').implement({
  description: 'The result of revoking or resending one invitation.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id from the input, in lower case.' }),
    invitation: t.field({
      type: Invitation,
      nullable: true,
      description: 'The invitation, unchanged if there is an `error`. Null if there is no such invitation for you.',
      resolve: ({ invitation }) => invitation,
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description:
        'Why this invitation was skipped: NotFound, NotAllowed, InvitationEnded, TooManyAttempts if the last email is ' +
        'less than an hour ago, or InvalidInput if the invitation is not emailed. Null on success.',
      resolve: ({ error }) => error && asValue(error),
    }),
  }),
});

function changeField(
  field: 'revokeInvitations' | 'resendInvitations',
  change: typeof revokeInvitations,
  said: { success: string; mutation: string; input: string },
) {
  const Success = builder
    .objectRef<{ results: InvitationResult[] }>(
      field === 'revokeInvitations' ? 'RevokeInvitationsSuccess' : 'ResendInvitationsSuccess',
    )
    .implement({
      description: said.success,
      fields: (t) => ({
        results: t.field({
          type: [ChangedInvitation],
          description: 'One result for each id, in the order of the input.',
          resolve: ({ results }) => results,
        }),
      }),
    });
  builder.mutationField(field, (t) =>
    t.fieldWithInput({
      type: Success,
      nullable: true,
      description: said.mutation,
      errors: { types: [NotAllowed, InvalidInput] },
      typeOptions: { description: said.input },
      input: {
        ids: t.input.idList({ required: true, description: 'The ids of 1 to 100 invitations, from `invitations`.' }),
      },
      resolve: async (_, { input }, { app, caller }) => ({ results: await change(app, await caller(), input) }),
    }),
  );
}

changeField('revokeInvitations', revokeInvitations, {
  success: 'Each invitation was revoked, or has an error.',
  mutation:
    'Ends invitations of developers. Who registered with them before stays registered. InvitationEnded for an invitation ' +
    'that is not OPEN. For OWNER and APPROVER.',
  input: 'The invitations of developers that end.',
});
changeField('resendInvitations', resendInvitations, {
  success: 'Each invitation was emailed again, or has an error.',
  mutation:
    'Emails named invitations again, each at most once an hour. They end at the same time as before. InvitationEnded for ' +
    'an invitation that is not OPEN. For OWNER and APPROVER.',
  input: 'The invitations to email again.',
});
