import type { DecisionResult as DecisionResultRow } from '../domain/decisions/each-on-its-own.ts';
import { clearMailState } from '../domain/developers/clear-mail-state.ts';
import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import type { MailState as MailStateRow } from '../prisma/generated/client/client.ts';
import { Admin } from './admins.ts';
import { actResult } from './api/act-result.ts';
import { builder } from './api/builder.ts';
import { Delivery } from './api/enums.ts';
import { Developer } from './developers.ts';

/** Without a row, nothing was ever reported. */
type Reported = Pick<MailStateRow, 'state' | 'since' | 'detail'> | null;

const AddressState = builder.objectRef<{ reported: Reported }>('AddressState').implement({
  description: 'What mail servers reported of the emails to an address.',
  fields: (t) => ({
    state: t.field({
      type: Delivery,
      description: 'Whether emails to the address arrive.',
      resolve: ({ reported }) => reported?.state ?? 'OK',
    }),
    since: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The time at which this state began. Null if nothing was ever reported.',
      resolve: ({ reported }) => reported?.since ?? null,
    }),
    detail: t.string({
      nullable: true,
      description: 'What the mail server said, without email addresses, such as `5.1.1 no such user`. Null if it said nothing.',
      resolve: ({ reported }) => reported?.detail ?? null,
    }),
  }),
});

const mailState = { mailState: { select: { state: true, since: true, detail: true } } } as const;

builder.prismaObjectField(Developer, 'mailState', (t) =>
  t.field({
    type: AddressState,
    description: 'Whether emails to this person arrive. BOUNCED and COMPLAINED stop them.',
    select: mailState,
    resolve: ({ mailState }) => ({ reported: mailState }),
  }),
);

builder.prismaObjectField(Admin, 'mailState', (t) =>
  t.field({
    type: AddressState,
    description:
      'Whether emails to this admin arrive. They are sent in any case. The state ends 30 days after the last report.',
    select: mailState,
    resolve: ({ mailState }) => ({ reported: mailState }),
  }),
);

const ClearedMailState = actResult(
  'ClearedMailState',
  'The result of `clearMailState` for one developer.',
  'Why this developer was skipped: NotFound, also if there was nothing to clear, NotAllowed, or TooManyAttempts if nothing was tried.',
);

const ClearMailStateSuccess = builder.objectRef<{ results: DecisionResultRow[] }>('ClearMailStateSuccess').implement({
  description: 'Emails go out to each developer again, or the developer has an error.',
  fields: (t) => ({
    results: t.field({
      type: [ClearedMailState],
      description: 'One result for each id, in the order of the input.',
      resolve: ({ results }) => results,
    }),
  }),
});

builder.mutationField('clearMailState', (t) =>
  t.fieldWithInput({
    type: ClearMailStateSuccess,
    nullable: true,
    description:
      'Lets emails go out again to developers whose address is BOUNCED, COMPLAINED or DEFERRED. Do it once you know that the ' +
      'mailbox takes emails, for example because the person called. Emails that were not sent stay unsent. For OWNER and APPROVER.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'The developers who get emails again.' },
    input: {
      ids: t.input.idList({ required: true, description: 'The ids of 1 to 100 developers. Each one is handled separately.' }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ results: await clearMailState(app, await caller(), input) }),
  }),
);
