import { addNote } from '../domain/developers/add-note.ts';
import { InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { may } from '../domain/permissions.ts';
import type { Developer as DeveloperRow } from '../prisma/generated/client/client.ts';
import { ActingToken, actingToken } from './acting-token.ts';
import { builder } from './api/builder.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { Developer } from './developers.ts';

export const DeveloperNote = builder.prismaObject('DeveloperNote', {
  description: 'What an admin noted of a developer, for other admins. It is deleted with the developer.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the note, a UUID.' }),
    text: t.exposeString('text', { description: 'The note, plain text with line breaks.' }),
    adminEmail: t.string({
      nullable: true,
      description:
        'The email address of the admin who wrote the note, or whose API token did. Null if the admin was removed, and for a token with ' +
        '`service`.',
      select: { admin: { select: { email: true } } },
      resolve: ({ admin }) => admin?.email ?? null,
    }),
    apiToken: t.field({
      type: ActingToken,
      nullable: true,
      description: 'The API token that wrote the note. Null if an admin wrote it.',
      select: actingToken,
      resolve: ({ apiToken }) => apiToken,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when the note was written.' }),
  }),
});

builder.prismaObjectField(Developer, 'notes', (t) =>
  t.field({
    type: [DeveloperNote],
    nullable: true,
    description: 'What admins noted of the developer, the newest first, at most 100. Null if the developer asks.',
    select: (_args, _context, nested) => ({
      portalId: true,
      notes: nested({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: LONGEST_LIST }),
    }),
    resolve: async ({ portalId, notes }, _, { caller }) => {
      const me = await caller();
      return me && may(me, 'read', portalId) ? notes : null;
    },
  }),
);

const AddNoteSuccess = builder.objectRef<{ developer: DeveloperRow }>('AddNoteSuccess').implement({
  description: 'The note is stored.',
  fields: (t) => ({
    developer: t.field({
      type: Developer,
      description: 'The developer, with the new note first in `notes`.',
      resolve: ({ developer }) => developer,
    }),
  }),
});

builder.mutationField('addNote', (t) =>
  t.fieldWithInput({
    type: AddNoteSuccess,
    nullable: true,
    description:
      'Notes something of a developer, for other admins. Nothing is emailed, and the status stays. InvalidInput if there ' +
      'are 100 notes already. For OWNER and APPROVER.',
    errors: { types: [NotAllowed, InvalidInput, NotFound] },
    typeOptions: { description: 'The developer, and the note about them.' },
    input: {
      id: t.input.id({ required: true, description: 'The id of the developer.' }),
      text: t.input.string({ required: true, description: 'The note, plain text with line breaks, at most 2,000 characters.' }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ developer: await addNote(app, await caller(), input) }),
  }),
);
