import { whereUndoable } from '../domain/decisions/undoable.ts';
import { may } from '../domain/permissions.ts';
import { possibleActs } from '../domain/requests/possible-acts.ts';
import type { Developer as DeveloperRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { nowOf } from './api/now.ts';
import { together } from './api/together.ts';
import { Developer } from './developers.ts';

const PossibleAct = builder.enumType('PossibleAct', {
  description: 'Something that an admin can do to a developer. Each one is a mutation.',
  values: {
    UNDO: { description: 'Undo the last decision: `undoDecisions` with the id of the decision.' },
    CLAIM: { description: 'Claim the request, or renew your claim: `claimRequests`.' },
    RELEASE: { description: 'Give back your claim: `releaseRequests`.' },
    ASK: { description: 'Ask the person a question: `askDevelopers`.' },
    APPROVE: { description: 'Approve the developer: `approveDevelopers`.' },
    REJECT: { description: 'Reject the developer: `rejectDevelopers`.' },
    REVOKE: { description: 'Revoke the access: `revokeDevelopers`.' },
    REINSTATE: { description: 'Reinstate the developer: `reinstateDevelopers`.' },
    ADD_NOTE: { description: 'Write a note for other admins: `addNote`.' },
    SET_ANSWERS: { description: 'Set answers that only admins can edit: `setAnswers`.' },
    CLEAR_MAIL_STATE: { description: 'Let emails go out to the developer again: `clearMailState`.' },
    END_SESSIONS: { description: 'Log the developer out: `endSessions`.' },
    RESET_SECOND_FACTOR: { description: 'Remove lost second factors: `resetSecondFactor`.' },
    DELETE: { description: 'Delete the developer: `deleteDevelopers`.' },
  } as const,
});

const readUndoable = together(async ({ app, caller }, developers: DeveloperRow[]) => {
  const me = await caller();
  return me ? await whereUndoable(app, me, developers) : new Set<string>();
});

builder.prismaObjectField(Developer, 'possibleActs', (t) =>
  t.field({
    type: [PossibleAct],
    nullable: true,
    description:
      'What you are allowed to do to this developer now, for the buttons of a client. It depends on your role, the status and the ' +
      'claims. Empty if you can only read. Null if the developer asks.',
    select: { mailState: { select: { state: true } } },
    resolve: async (developer, _, context) => {
      const caller = await context.caller();
      if (!caller || !may(caller, 'read', developer.portalId)) return null;
      const acts = possibleActs(caller, developer, await nowOf(context));
      return (await readUndoable(context, developer)).has(developer.id) ? ['UNDO' as const, ...acts] : acts;
    },
  }),
);
