// Measures the product beside the floor of its parts. Usage: npm run bench [-- me log-in ...]
import { flow } from './flow.ts';
import { killed } from './killed.ts';
import type { Line } from './kit/line.ts';
import { printTable } from './kit/print-table.ts';
import { queues } from './kit/services.ts';
import { logIn } from './log-in.ts';
import { mailLatency } from './mail-latency.ts';
import { mails } from './mails.ts';
import { me } from './me.ts';
import { memory } from './memory.ts';
import { signUp } from './sign-up.ts';
import { slowSmtp } from './slow-smtp.ts';
import { sso } from './sso.ts';
import { underAttack } from './under-attack.ts';

const measurements = {
  'sign-up': signUp,
  'log-in': logIn,
  flow,
  me,
  sso,
  mails,
  'mail-latency': mailLatency,
  memory,
  'slow-smtp': slowSmtp,
  killed,
  'under-attack': underAttack,
};

// So that what was started is ended: PostgreSQL does not hear a Ctrl-C.
process.on('SIGINT', () => process.exit(130)).on('SIGTERM', () => process.exit(143));

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !Object.hasOwn(measurements, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. There are: ${Object.keys(measurements).join(', ')}.`);
  process.exit(1);
}

const lines: Line[] = [];
for (const [name, measure] of Object.entries(measurements)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.error(`${name} ...`);
  lines.push(...(await measure()));
}
printTable(lines);
if (!queues.includes('Redis'))
  console.info('\nNot measured on Redis: there is no redis-server here (apt-get install redis-server).');
