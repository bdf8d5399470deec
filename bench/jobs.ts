import { setTimeout } from 'node:timers/promises';
import pino from 'pino';
import * as z from 'zod';
import { openDoorbell } from '../doorbell/ring.ts';
import { end, startOwn } from './kit/children.ts';
import { metered } from './kit/done.ts';
import { startInstallation } from './kit/installation.ts';
import { type Handled, openFeed } from './kit/job-feed.ts';
import { type Line, rates } from './kit/line.ts';
import { type Queue, queues } from './kit/services.ts';

const WARM_UP_MS = 5_000;
const WINDOWS = 10;
const PATIENCE_MS = 60_000;
const PAUSE_MS = 100;
const AIM = 5_000;

const told = z.object({ APPROVALS: z.number(), MAILS: z.number() });
const sum = ({ APPROVALS, MAILS }: Handled): number => APPROVALS + MAILS;

type Wish = { minutes: number; doneRows: number };

/** Jobs whose handlers do nothing, through one worker, with old rows behind and a transaction held open. */
export async function jobs(wish: Wish): Promise<Line[]> {
  const lines: Line[] = [];
  for (const queue of queues) lines.push(await jobsOn(queue, wish));
  return lines;
}

async function jobsOn(queue: Queue, { minutes, doneRows }: Wish): Promise<Line> {
  await using gatehouse = await startInstallation(queue);
  const parts = gatehouse.parts();
  const { databaseUrl, redisUrl } = parts.services;
  await end(parts.worker);
  const feed = await openFeed(databaseUrl);
  await feed.seedDone(doneRows);
  await feed.holdTransaction();

  const doorbell = openDoorbell({ databaseDirectUrl: databaseUrl, redisUrl }, pino({ level: 'silent' }));
  const { child } = await startOwn('idle-worker.ts', { ...parts.environment, LOG_LEVEL: 'error' });
  parts.worker = child;
  let handled: Handled = { APPROVALS: 0, MAILS: 0 };
  child.on('message', (message) => (handled = told.parse(message)));

  let isOver = false;
  const feeding = feed.feedUntil(
    () => isOver,
    () => handled,
    doorbell.ring,
  );
  await setTimeout(WARM_UP_MS);
  const windows = [];
  for (let window = 0; window < WINDOWS; window++) {
    windows.push(
      await metered(gatehouse, async () => {
        const [begin, before] = [performance.now(), sum(handled)];
        await setTimeout((minutes * 60_000) / WINDOWS);
        return { count: sum(handled) - before, seconds: (performance.now() - begin) / 1_000 };
      }),
    );
    const { count, seconds } = windows.at(-1) ?? { count: 0, seconds: 1 };
    console.error(`  ${queue}, window ${window + 1} of ${WINDOWS}: ${Math.round(count / seconds)} jobs a second`);
  }
  isOver = true;
  await feeding;
  for (const until = Date.now() + PATIENCE_MS; (await feed.countOpen()) > 0; await setTimeout(PAUSE_MS)) {
    if (Date.now() > until) throw new Error('jobs were left');
  }
  await setTimeout(WARM_UP_MS);
  if (sum(handled) !== sum(feed.added)) throw new Error(`${sum(feed.added)} jobs ran ${sum(handled)} times`);
  await doorbell.close();
  await feed.close();
  const what = `jobs that do nothing, ${minutes} minutes, ${doneRows.toLocaleString('en')} done rows, a transaction held open, ${queue}`;
  return { ...rates(what, windows), aim: { atLeast: AIM } };
}
