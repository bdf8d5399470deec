import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { walkFor } from './flow.ts';
import { startInstallation } from './kit/installation.ts';
import { type Line, value } from './kit/line.ts';
import { load } from './kit/load.ts';
import * as operations from './kit/operations.ts';
import { insertPeople } from './kit/people.ts';

const AT_ONCE = 32;
const REST_MS = 5_000;
const FLOW_SECONDS = 15;
const SECONDS = 10;
const KILOBYTE = 1_024;
const MEGABYTE = 1_048_576;

/** After the start, and the maximum during flows, sign-ups and reads. */
export async function memory(): Promise<Line[]> {
  await using gatehouse = await startInstallation();
  const { services, server, worker } = gatehouse.parts();
  await setTimeout(REST_MS);
  const idle = { server: await megabytes(server, 'VmRSS'), worker: await megabytes(worker, 'VmRSS') };

  await walkFor(gatehouse, FLOW_SECONDS);
  await load(gatehouse.port, AT_ONCE, { duration: SECONDS }, () => operations.signUp());
  const [person] = await insertPeople(services.databaseUrl, 1);
  await load(gatehouse.port, AT_ONCE, { duration: SECONDS }, () => operations.me(person?.token ?? ''));
  return [
    value('RSS of the server, idle', ' MB', [idle.server], { atMost: 120 }),
    value('RSS of the server, loaded', ' MB', [await megabytes(server, 'VmHWM')], { atMost: 190 }),
    value('RSS of the worker, idle', ' MB', [idle.worker], { atMost: 115 }),
    value('RSS of the worker, loaded', ' MB', [await megabytes(worker, 'VmHWM')], { atMost: 170 }),
  ];
}

/** VmRSS is the present value and VmHWM the maximum. Both exist on Linux only. */
async function megabytes({ pid }: ChildProcess, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = status.match(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm'))?.[1];
  return (Number(kilobytes ?? Number.NaN) * KILOBYTE) / MEGABYTE;
}
