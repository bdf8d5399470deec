import { readdir, readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;
/** After the name of the program: the parent, then the ticks of the process and of its ended children. */
const PARENT = 1;
const TICKS = [11, 12, 13, 14];

/** Milliseconds of each part. */
export type Cpu = Record<string, number>;

type Process = { parent: number; ms: number };

/** The CPU time of processes and of all that they started. Empty where there is no /proc. */
export async function cpuOf(roots: Record<string, number>): Promise<Cpu> {
  const processes = await readProcesses();
  const treeOf = (pid: number): number => {
    const children = [...processes].filter(([, { parent }]) => parent === pid);
    return (processes.get(pid)?.ms ?? 0) + children.reduce((sum, [child]) => sum + treeOf(child), 0);
  };
  const there = Object.entries(roots).filter(([, pid]) => processes.has(pid));
  return Object.fromEntries(there.map(([part, pid]) => [part, treeOf(pid)]));
}

export const forEach = (cpu: Cpu, change: (ms: number, part: string) => number): Cpu =>
  Object.fromEntries(Object.entries(cpu).map(([part, ms]) => [part, change(ms, part)]));

async function readProcesses(): Promise<Map<number, Process>> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.map(Number).filter(Number.isInteger);
  const found = await Promise.all(pids.map(async (pid) => [pid, await readProcess(pid)] as const));
  return new Map(found.flatMap(([pid, process]) => (process ? [[pid, process] as const] : [])));
}

/** Undefined if it has ended in the meantime. */
async function readProcess(pid: number): Promise<Process | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat
    ?.slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  if (!fields) return undefined;
  return { parent: fields[PARENT] ?? 0, ms: TICKS.reduce((sum, field) => sum + (fields[field] ?? 0), 0) * TICK_MS };
}
