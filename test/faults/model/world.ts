import { hash } from 'node:crypto';
import { pino } from 'pino';
import { readConfig } from '../../../config.ts';
import { type Claim, claimDueJobs } from '../../../domain/jobs/claim-jobs.ts';
import type { Queue } from '../../../domain/jobs/jobs.ts';
import { type Environment, openEnvironment } from '../../../worker/environment.ts';
import { openMailer } from '../../../worker/mailer.ts';
import { addAdmin, adminBearer, adminId, createPortal, setSignUpFields } from '../../kit/admins.ts';
import { ADMIN, type Installation } from '../../kit/installation.ts';
import { succeed } from '../../kit/mutate.ts';
import { present } from '../../kit/present.ts';
import { columnsOfTime, moveBack } from './move-back.ts';

const APPROVER = 'approver@gatehouse.test';

/** Two admins: the first is the OWNER, who may undo what others decided; the second is an APPROVER. */
type Admins = { id: string; token: string; isOwner: boolean }[];

/** The installation that all runs share, and what drives its jobs by hand. */
export type Ground = { gatehouse: Installation; environment: Environment; close: () => void; times: Map<string, string[]> };

/** What one run has of it: a portal of its own. */
export type World = Ground & {
  portal: string;
  portalId: string;
  admins: Admins;
  mailsSeen: number;
  stopWorker: (() => Promise<void>) | null;
  beganAt: number;
};

let runs = 0;

export async function openGround(gatehouse: Installation): Promise<Ground> {
  await addAdmin(gatehouse, APPROVER, 'APPROVER', null);
  const log = pino({ level: 'silent' });
  const mailer = openMailer(readConfig(gatehouse.environment), gatehouse.app, log, null);
  const environment = openEnvironment(gatehouse.app, mailer, log);
  return { gatehouse, environment, close: () => mailer.close(), times: await columnsOfTime(gatehouse) };
}

/** Logs the admins in anew, because some acts ask for a log-in of the last 10 minutes. */
export async function newWorld(ground: Ground): Promise<World> {
  const { gatehouse } = ground;
  const portal = `model-${++runs}`;
  const emails = [ADMIN.email, APPROVER];
  const admins = await Promise.all(
    emails.map(async (email, at) => ({
      id: await adminId(gatehouse, email),
      token: await adminBearer(gatehouse, email),
      isOwner: at === 0,
    })),
  );
  const [owner] = admins;
  await succeed(createPortal(gatehouse, portal, owner?.token));
  await succeed(
    setSignUpFields(
      gatehouse,
      [{ key: 'company', label: 'Company', kind: 'TEXT', editableBy: 'ADMINS' }],
      owner?.token,
      portal,
    ),
  );
  const [row] = await gatehouse.sql<{ id: string }>('SELECT id FROM portals WHERE slug = $1', [portal]);
  const { id: portalId } = present(row);
  return {
    ...ground,
    portal,
    portalId,
    admins,
    mailsSeen: gatehouse.inbox.mails.length,
    stopWorker: null,
    beganAt: performance.now(),
  };
}

/** Leaves nothing that the next run would have to move or to work on. Triggers are off, because events stay otherwise. */
export async function endWorld({ gatehouse, stopWorker }: World): Promise<void> {
  await stopWorker?.();
  const left = ['developers', 'jobs', 'invitations', 'decisions', 'mail_bounds', 'throttles', 'ended_links', 'events'];
  await gatehouse.sql(`DO $$ BEGIN
    DELETE FROM developers;
    SET LOCAL session_replication_role = replica;
    ${left.map((table) => `DELETE FROM ${table};`).join('\n')}
  END $$`);
}

export const pass = ({ gatehouse, times }: World, ms: number): Promise<void> => moveBack(gatehouse, times, ms);

/** Takes the job of a queue that is due the longest, as a worker does. */
export async function claimOne({ gatehouse }: World, queue: Queue): Promise<Claim | null> {
  const [claimed] = await claimDueJobs(gatehouse.app, queue, 1);
  return claimed ?? null;
}

export async function sessionId({ gatehouse }: World, token: string): Promise<string> {
  const [row] = await gatehouse.sql<{ id: string }>('SELECT id FROM sessions WHERE hash = $1', [
    hash('sha256', token, 'buffer'),
  ]);
  return present(row, 'the session of a token').id;
}
