import { may } from '../domain/permissions.ts';
import type {
  Decision as DecisionRow,
  Event as EventRow,
  Job as JobRow,
  DeveloperNote as NoteRow,
  Question as QuestionRow,
} from '../prisma/generated/client/client.ts';
import { ActingToken } from './acting-token.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { ActorKind } from './audit-log.ts';
import { Decision } from './decisions.ts';
import { DeveloperNote } from './notes.ts';
import { Question } from './questions.ts';

type OfEvent<Kind, More = unknown> = { kind: Kind; id: string; at: Date; event: EventRow } & More;

/** An event, or a job that mails. */
export type EntryRow =
  | OfEvent<'TimelineVerification'>
  | OfEvent<'TimelineDecision', { decision: DecisionRow }>
  | OfEvent<'TimelineQuestion', { question: QuestionRow }>
  | OfEvent<'TimelineAnswer', { question: QuestionRow }>
  | OfEvent<'TimelineNote', { note: NoteRow }>
  | OfEvent<'TimelineClaim'>
  | OfEvent<'TimelineLogIn'>
  | OfEvent<'TimelineChange'>
  | { kind: 'TimelineMail'; id: string; at: Date; job: JobRow };

type Of<Kind> = Extract<EntryRow, { kind: Kind }>;

const TimelineActor = builder.objectRef<EventRow>('TimelineActor').implement({
  description: 'The person, the API token, the rule or the provider that caused an entry of a timeline.',
  fields: (t) => ({
    kind: t.expose('actorKind', { type: ActorKind, description: 'The kind of actor.' }),
    adminEmail: t.string({
      nullable: true,
      description: 'The email address of the admin at that time. Null for other actors.',
      resolve: ({ actorKind, actorName }) => (actorKind === 'ADMIN' ? actorName : null),
    }),
    apiToken: t.field({
      type: ActingToken,
      nullable: true,
      description: 'The API token, with its name at that time. Null for other actors.',
      resolve: ({ actorKind, actorId: id, actorName: name }) =>
        actorKind === 'TOKEN' && id !== null && name !== null ? { id, name } : null,
    }),
    ip: t.string({
      nullable: true,
      description: 'The IP address of the client. Only for OWNER. Null after 90 days.',
      resolve: (event, _, context) => ofClient(event, event.ip, context),
    }),
    userAgent: t.string({
      nullable: true,
      description: 'The `User-Agent` header of the client. Only for OWNER. Null like `ip`.',
      resolve: (event, _, context) => ofClient(event, event.userAgent, context),
    }),
  }),
});

export const TimelineEntry = builder.interfaceRef<EntryRow>('TimelineEntry').implement({
  description: 'Something that happened to a developer. Read `__typename`, and more fields on the concrete type.',
  resolveType: ({ kind }) => kind,
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the event or of the job, a UUID.' }),
    at: t.expose('at', { type: 'DateTime', description: 'The time when it happened, or when the email was written.' }),
    by: t.field({
      type: TimelineActor,
      nullable: true,
      description: 'The actor that caused it. Null for an email.',
      resolve: (entry) => ('event' in entry ? entry.event : null),
    }),
  }),
});

async function ofClient({ portalId }: EventRow, value: string | null, { caller }: Context): Promise<string | null> {
  const me = await caller();
  return me && may(me, 'seeClients', portalId) ? value : null;
}

builder.objectRef<Of<'TimelineVerification'>>('TimelineVerification').implement({
  description: 'The person verified the email address. From here on the request waited.',
  interfaces: [TimelineEntry],
});

builder.objectRef<Of<'TimelineDecision'>>('TimelineDecision').implement({
  description: 'A decision about the developer, or the undoing of one.',
  interfaces: [TimelineEntry],
  fields: (t) => ({
    decision: t.field({ type: Decision, description: 'The decision.', resolve: ({ decision }) => decision }),
  }),
});

builder.objectRef<Of<'TimelineQuestion'>>('TimelineQuestion').implement({
  description: 'An admin asked the person a question.',
  interfaces: [TimelineEntry],
  fields: (t) => ({
    question: t.field({ type: Question, description: 'The question as it is now.', resolve: ({ question }) => question }),
  }),
});

builder.objectRef<Of<'TimelineAnswer'>>('TimelineAnswer').implement({
  description: 'The person answered a question.',
  interfaces: [TimelineEntry],
  fields: (t) => ({
    question: t.field({ type: Question, description: 'The question with its answer.', resolve: ({ question }) => question }),
  }),
});

builder.objectRef<Of<'TimelineNote'>>('TimelineNote').implement({
  description: 'An admin noted something of the developer.',
  interfaces: [TimelineEntry],
  fields: (t) => ({
    note: t.field({ type: DeveloperNote, description: 'The note.', resolve: ({ note }) => note }),
  }),
});

builder.objectRef<Of<'TimelineClaim'>>('TimelineClaim').implement({
  description: 'An admin claimed the request, or gave it back.',
  interfaces: [TimelineEntry],
  fields: (t) => ({
    released: t.boolean({
      description: 'True if the request was given back. False if it was claimed.',
      resolve: ({ event }) => event.type === 'request.released',
    }),
  }),
});

builder.objectRef<Of<'TimelineLogIn'>>('TimelineLogIn').implement({
  description: 'The developer logged in.',
  interfaces: [TimelineEntry],
  fields: (t) => ({
    withSso: t.boolean({
      description: 'True after a log-in with SSO. False after a log-in with a password.',
      resolve: ({ event }) => Object.hasOwn(Object(event.data), 'connectionId'),
    }),
  }),
});

builder.objectRef<Of<'TimelineChange'>>('TimelineChange').implement({
  description: 'A change of the account, or any other event that is about the developer.',
  interfaces: [TimelineEntry],
  fields: (t) => ({
    type: t.string({
      description: 'The type of the event, as in `auditLog`, such as `password.changed`.',
      resolve: ({ event }) => event.type,
    }),
    fields: t.stringList({
      description: 'The names of the fields that changed, such as `fullName` or the key of a field of the sign-up form.',
      resolve: ({ event }) => fieldsOf(event),
    }),
  }),
});

function fieldsOf({ data }: EventRow): string[] {
  const { fields } = Object(data);
  return Array.isArray(fields) ? fields.map(String) : [];
}

const MailState = builder.enumType('MailState', {
  description: 'The state of an email.',
  values: {
    QUEUED: { description: 'The email waits for its first attempt, or is on its way to the email server.' },
    DEFERRED: { description: 'An attempt failed. `detail` says why, and another attempt follows at `dueAt`.' },
    ACCEPTED: { description: 'The email server accepted the email.' },
    FAILED: { description: 'The email failed for good. `detail` says why. `retryJobs` tries it again.' },
    WITHHELD: { description: 'The address takes no emails: its `mailState` stopped this one. `detail` says why.' },
    NOT_SENT: { description: 'There was nothing to send any more, for example because the link had ended.' },
  } as const,
});

builder.objectRef<Of<'TimelineMail'>>('TimelineMail').implement({
  description: 'An email to the person. It is in the timeline as long as its job is kept: 7 days, or 90 days if it failed.',
  interfaces: [TimelineEntry],
  fields: (t) => ({
    name: t.string({
      description: 'The kind of email, as the name of its job, such as `sendApprovedEmail`.',
      resolve: ({ job }) => job.name,
    }),
    state: t.field({ type: MailState, description: 'The state of the email.', resolve: ({ job }) => stateOf(job) }),
    detail: t.string({
      nullable: true,
      description: 'The error of the last attempt, without email addresses. Null if there was none.',
      resolve: ({ job }) => job.lastError,
    }),
    attempts: t.int({
      description: 'The number of times that a worker tried to send the email.',
      resolve: ({ job }) => job.attempt,
    }),
    dueAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The time of the next attempt, at the earliest. Null if there is none.',
      resolve: ({ job }) => (job.finishedAt ? null : job.dueAt),
    }),
    acceptedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The time when the email server accepted the email. Null if it did not.',
      resolve: ({ job }) => job.acceptedAt,
    }),
  }),
});

function stateOf({ status, attempt, acceptedAt, lastError }: JobRow) {
  if (status === 'FAILED') return 'FAILED';
  if (status === 'DONE' && !acceptedAt) return lastError ? 'WITHHELD' : 'NOT_SENT';
  if (status === 'DONE') return 'ACCEPTED';
  return attempt > 0 && lastError ? 'DEFERRED' : 'QUEUED';
}
