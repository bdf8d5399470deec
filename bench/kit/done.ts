import { type Cpu, forEach } from './cpu.ts';
import { percentile } from './rounds.ts';

/** What one round did. */
export type Done = {
  count: number;
  seconds: number;
  latency?: Latency;
  /** Milliseconds of each part for one piece. */
  cpu?: Cpu;
};

/** In milliseconds. */
export type Latency = { p50: number; p90: number; p99: number };

export const rate = ({ count, seconds }: Done): number => count / seconds;

export const latencyOf = (waits: number[]): Latency => ({
  p50: percentile(waits, 0.5),
  p90: percentile(waits, 0.9),
  p99: percentile(waits, 0.99),
});

/** Each lane begins its next piece when the last one has ended. */
export async function inLanes(lanes: number, seconds: number, piece: () => Promise<unknown>): Promise<Done> {
  const begin = performance.now();
  const waits: number[] = [];
  const lane = async () => {
    for (let from = begin; from < begin + seconds * 1_000; ) {
      await piece();
      waits.push(performance.now() - from);
      from = performance.now();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { count: waits.length, seconds: (performance.now() - begin) / 1_000, latency: latencyOf(waits) };
}

/** Adds the CPU time that the parts of an installation needed. */
export async function metered(parts: { cpu: () => Promise<Cpu> }, work: () => Promise<Done>): Promise<Done> {
  const before = await parts.cpu();
  const done = await work();
  const after = await parts.cpu();
  return { ...done, cpu: forEach(after, (ms, part) => (ms - (before[part] ?? 0)) / done.count) };
}
