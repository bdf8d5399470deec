import type { App } from '../domain/app.ts';
import { countTimeline, type Happening, readTimeline } from '../domain/developers/read-timeline.ts';
import { may } from '../domain/permissions.ts';
import type { Event as EventRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { moment, type Order } from './api/keyset.ts';
import { beyondSql, orderSql } from './api/keyset-sql.ts';
import { pageOf } from './api/paging.ts';
import { together } from './api/together.ts';
import { Developer } from './developers.ts';
import { type EntryRow, TimelineEntry } from './timeline-entries.ts';

const readEntries = together(({ app }, pages: Happening[][]) => toEntries(app, pages.flat()));

const NEWEST_FIRST: Order = { by: [{ column: 'at', kind: moment, direction: 'desc' }], id: 'desc' };

builder.prismaObjectField(Developer, 'timeline', (t) =>
  t.connection(
    {
      type: TimelineEntry,
      nullable: true,
      description:
        'What happened to the developer, the newest first, in pages of 20, at most 100: events of the audit log, and the ' +
        'emails to the person of the last 7 days. Null if the developer asks.',
      select: { id: true, portalId: true },
      resolve: async ({ id, portalId }, args, context) => {
        const { app, caller } = context;
        const me = await caller();
        if (!me || !may(me, 'read', portalId)) return null;
        return pageOf(args, {
          order: NEWEST_FIRST,
          where: {},
          find: async (_, { order, bounds, take }) => {
            const page = { bounds: bounds.map(beyondSql), order: orderSql(order), take };
            const found = await readTimeline(app, id, page);
            const entries = await readEntries(context, found);
            return found.flatMap(({ id }) => entries.get(id) ?? []);
          },
          count: (most) => countTimeline(app, id, most),
        });
      },
    },
    { description: 'A page of a timeline.' },
    { description: 'An entry on a page, with its cursor.' },
  ),
);

/** What was removed meanwhile is left out. */
async function toEntries({ prisma }: App, found: Happening[]): Promise<Map<string, EntryRow>> {
  const idsOf = (isMail: boolean) => found.filter((one) => one.isMail === isMail).map(({ id }) => id);
  const jobs = byId(await prisma.job.findMany({ where: { id: { in: idsOf(true) } } }));
  const events = byId(await prisma.event.findMany({ where: { id: { in: idsOf(false) } } }));
  const named = (key: string) => [...events.values()].flatMap(({ data }) => Object(data)[key] ?? []);
  const decisions = byId(await prisma.decision.findMany({ where: { id: { in: named('decisionId') } } }));
  const questions = byId(await prisma.question.findMany({ where: { id: { in: named('questionId') } } }));
  const notes = byId(await prisma.developerNote.findMany({ where: { id: { in: named('noteId') } } }));
  const entries = found.flatMap(({ id, at }): EntryRow[] => {
    const job = jobs.get(id);
    if (job) return [{ id, at, kind: 'TimelineMail', job }];
    const event = events.get(id);
    if (!event) return [];
    const { decisionId, questionId, noteId } = Object(event.data);
    const [decision, question, note] = [decisions.get(decisionId), questions.get(questionId), notes.get(noteId)];
    if (decision) return [{ id, at, kind: 'TimelineDecision', event, decision }];
    if (question) return [{ id, at, kind: event.type === ANSWERED ? 'TimelineAnswer' : 'TimelineQuestion', event, question }];
    if (note) return [{ id, at, kind: 'TimelineNote', event, note }];
    return [{ id, at, kind: kindOf(event), event }];
  });
  return byId(entries);
}

const ANSWERED = 'developer.question-answered';

function kindOf({ type }: EventRow) {
  if (type === 'developer.verified') return 'TimelineVerification';
  if (type === 'session.opened') return 'TimelineLogIn';
  return /^request\.(claimed|released)$/.test(type) ? 'TimelineClaim' : 'TimelineChange';
}

const byId = <Row extends { id: string }>(rows: Row[]): Map<string, Row> => new Map(rows.map((row) => [row.id, row]));
