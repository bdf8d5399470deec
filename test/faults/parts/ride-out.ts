import { setTimeout } from 'node:timers/promises';
import { type ExpectStatic, vi } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import type { ProcessSite } from '../../kit/processes.ts';
import { openLedger, takenBy } from './ledger.ts';

/** R64, for one answer. */
const PROMPTLY_MS = 2_000;
const SWEEP_MS = 15_000;
/** A sweep each 15 seconds, and as much again for a machine that does a lot besides. */
const LONGEST_DELAY_MS = 2 * SWEEP_MS;
const PAUSE_MS = 250;
/** Once a minute and process, not once a ring: the two queues of a worker complain each, and the rings of either. */
const MOST_COMPLAINTS = 8;

/**
 * People sign up without a pause, before, while and after Redis fails over. Each gets one mail, and nobody waits much longer than a sweep.
 * @param fail begins the fault, and resolves when Redis has recovered by itself or by an operator
 */
export async function rideOut(site: ProcessSite, fail: () => Promise<void>, expect: ExpectStatic): Promise<void> {
  site.environment['CLIENT_LIMIT'] = 'off';
  const processes = await Promise.all([site.startServer(), site.startWorker(), site.startWorker()]);
  await openDemoPortal(site);
  const ledger = openLedger(site, () => takenBy(site.inbox.mails), expect);
  const arrived = (email: string) =>
    vi.waitUntil(() => site.inbox.mails.some(({ recipients }) => recipients.includes(email)), {
      timeout: LONGEST_DELAY_MS,
      interval: 20,
    });
  let people = 0;
  const signUp = async () => {
    const startedAt = performance.now();
    const email = `ada-${people++}@example.test`;
    expect(await ledger.signUp(email)).toBe('promised');
    expect(performance.now() - startedAt).toBeLessThan(PROMPTLY_MS);
    return email;
  };
  // The rings work.
  await arrived(await signUp());

  const arrivals: Promise<unknown>[] = [];
  let isOver = false;
  const failing = fail().finally(() => (isOver = true));
  const load = async () => {
    while (!isOver) {
      arrivals.push(arrived(await signUp()));
      await setTimeout(PAUSE_MS);
    }
  };
  await Promise.all([failing, load()]);
  await Promise.all(arrivals);

  // Between some of these there would be a sweep, if nobody rang.
  await vi.waitUntil(
    async () => {
      const startedAt = performance.now();
      for (let index = 0; index < 3; index++) await arrived(await signUp());
      return performance.now() - startedAt < SWEEP_MS / 5;
    },
    { timeout: 90_000 },
  );
  await ledger.settle();
  for (const process of processes) {
    expect(process.output.filter((line) => line.includes('The queue is away')).length).toBeLessThan(MOST_COMPLAINTS);
    expect(process.output.filter((line) => !line.startsWith('{'))).toEqual([]);
    process.signal('SIGTERM');
    expect(await process.ended).toEqual({ code: 0, signal: null });
  }
}
