import { expect } from 'vitest';
import { DecisionsInTimelineDocument, DeskDocument, MeDocument } from '../../generated/operations.ts';
import { present } from '../../kit/present.ts';
import { read } from './read.ts';
import { awaits, isClaimed, isLive, isRequest, living } from './rules/basics.ts';
import type { Model, Session } from './state.ts';
import type { World } from './world.ts';

/** Sessions that have ended are asked for a while. */
const ENDED_ASKED = 3;

/** What has to hold after each command. The fifth, that nobody learns who exists, is looked at by the acts of strangers themselves. */
export async function checkInvariants(m: Model, w: World): Promise<void> {
  await Promise.all([countsAreRight(m, w), sessionsAreRight(m, w), eventsAreRight(m, w), decisionsAreRight(m, w)]);
}

const token = ({ admins }: World): string => present(admins[0]).token;

/** 4. Counts and lists say how many there are. */
async function countsAreRight(m: Model, w: World): Promise<void> {
  const data = await read(w, DeskDocument, { portal: w.portal }, token(w));
  const [requests, developers] = [present(data.requests), present(data.developers)];
  const waiting = living(m).filter(isRequest);
  const asked = waiting.filter((person) => awaits(m, person));
  expect(requests.counts, 'counts of requests').toEqual({
    waiting: waiting.length - asked.length,
    claimed: waiting.filter((person) => isClaimed(m, person)).length,
    waitingForApplicant: asked.length,
  });
  expect(requests.totalCount, 'requests').toBe(waiting.length);
  expect(requests.edges.map(({ node }) => node.id)).toEqual(
    waiting.toSorted((one, other) => (one.verified ?? 0) - (other.verified ?? 0)).map(({ id }) => id),
  );
  expect(developers.totalCount, 'developers').toBe(living(m).length);
  const seen = developers.edges.map(({ node: { id, email, status } }) => `${id} ${email} ${status}`);
  expect(seen.toSorted()).toEqual(
    living(m)
      .map(({ id, email, status }) => `${id} ${email} ${status}`)
      .toSorted(),
  );
}

/** 2. A token says who somebody is only while the model knows a session of somebody who is approved. */
async function sessionsAreRight(m: Model, w: World): Promise<void> {
  const ended = m.sessions.filter((session) => !isLive(m, session)).slice(-ENDED_ASKED);
  const asked = [...m.sessions.filter((session) => isLive(m, session)), ...ended];
  await Promise.all(asked.map((session) => sessionIsRight(m, w, session)));
}

async function sessionIsRight(m: Model, w: World, session: Session): Promise<void> {
  const data = await read(w, MeDocument, { portal: w.portal }, session.token);
  const isThere = isLive(m, session);
  expect(data.me?.email ?? null, `who has a session of ${session.person.email}`).toBe(isThere ? session.person.email : null);
  if (isThere) session.seenAt = m.now;
}

type EventCount = { type: string; about: string | null; count: number };

/** Those of one minute, and those of the settings before a run. */
const NOT_OF_THE_RUN = [
  'log-in.refused',
  'token.refused',
  'act.refused',
  'act.throttled',
  'portal.created',
  'portal.sign-up-fields-changed',
];

/** 6. Each change has written its event, and nothing else has. */
async function eventsAreRight(m: Model, { gatehouse, portalId }: World): Promise<void> {
  const rows = await gatehouse.sql<EventCount>(
    `SELECT type, CASE WHEN subject_kind = 'DEVELOPER' THEN subject_id END::text AS about, count(*)::int FROM events
     WHERE portal_id = $1 AND type <> ALL ($2) GROUP BY 1, 2`,
    [portalId, NOT_OF_THE_RUN],
  );
  const lines = (events: EventCount[]) => events.map(({ type, about, count }) => `${type} of ${about} ${count}`).toSorted();
  expect(lines(rows), 'events').toEqual(lines(m.events.map((event) => ({ ...event, about: event.about?.id ?? null }))));
}

type DecisionRow = { id: string; developerId: string; from: string; to: string; undoesId: string | null };

/** 1 and 3. Each decision begins where the one before ended, the last one is the status, and none that was undone is mailed. */
async function decisionsAreRight(m: Model, { gatehouse, portalId }: World): Promise<void> {
  const rows = await gatehouse.sql<DecisionRow>(
    `SELECT id, developer_id AS "developerId", "from"::text, "to"::text, undoes_id AS "undoesId" FROM decisions
     WHERE portal_id = $1 ORDER BY created_at, id`,
    [portalId],
  );
  const byPerson = Map.groupBy(rows, ({ developerId }) => developerId);
  const decided = m.people.filter(({ decisions }) => decisions.length > 0);
  expect([...byPerson.keys()].toSorted()).toEqual(decided.map(({ id }) => id).toSorted());
  for (const person of decided) {
    const chain = byPerson.get(person.id ?? '') ?? [];
    expect(chain.map(({ from, to }) => `${from} ${to}`)).toEqual(person.decisions.map(({ from, to }) => `${from} ${to}`));
    for (const [at, { from }] of chain.entries()) expect(from).toBe(chain[at - 1]?.to ?? 'PENDING');
    expect(chain.at(-1)?.to).toBe(person.status);
    for (const { isUndone, isMailed } of person.decisions) expect(isUndone && isMailed).toBe(false);
  }
}

/** 1 and 3, at the end of a run: the inbox and the timelines say the same. */
export async function checkInTheEnd(m: Model, w: World): Promise<void> {
  const { inbox } = w.gatehouse;
  const undone = m.people.flatMap(({ decisions }) => decisions).filter(({ isUndone }) => isUndone);
  for (const { id } of undone) expect(inbox.mails.filter(({ messageId }) => messageId.includes(`<${id}`))).toEqual([]);
  await Promise.all(
    living(m).map(({ id, decisions }) =>
      timelineIsRight(
        w,
        id ?? '',
        decisions.map((one) => one.id ?? ''),
      ),
    ),
  );
}

async function timelineIsRight(w: World, id: string, decisions: string[]): Promise<void> {
  const data = await read(w, DecisionsInTimelineDocument, { id }, token(w));
  const told = data.developer?.timeline?.edges.flatMap(({ node }) => ('decision' in node ? node.decision.id : []));
  expect(told?.toReversed(), 'the timeline').toEqual(decisions);
}
