import { end, startBuilt } from './kit/children.ts';
import { clock } from './kit/clock.ts';
import { type Installation, startInstallation } from './kit/installation.ts';
import { type Line, value } from './kit/line.ts';

const STARTS = 5;
const MOST_MS = 600;

/** From the start of a process until it is ready. The database is there. */
export async function start(): Promise<Line[]> {
  await using gatehouse = await startInstallation();
  const server: number[] = [];
  const worker: number[] = [];
  for (let round = 0; round < STARTS; round++) {
    server.push(await restart(gatehouse, 'server'));
    worker.push(await restart(gatehouse, 'worker'));
  }
  return [
    value('start to ready, server', ' ms', server, { atMost: MOST_MS }),
    value('start to ready, worker', ' ms', worker, { atMost: MOST_MS }),
  ];
}

async function restart(gatehouse: Installation, name: 'server' | 'worker'): Promise<number> {
  const parts = gatehouse.parts();
  await end(parts[name]);
  const begin = clock();
  parts[name] = await startBuilt(name, parts.environment);
  return clock() - begin;
}
