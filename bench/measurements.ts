import { flow } from './flow.ts';
import { killed } from './killed.ts';
import type { Line } from './kit/line.ts';
import { logIn } from './log-in.ts';
import { mailLatency } from './mail-latency.ts';
import { mails } from './mails.ts';
import { me } from './me.ts';
import { memory } from './memory.ts';
import { pages } from './pages.ts';
import { signUp } from './sign-up.ts';
import { slowSmtp } from './slow-smtp.ts';
import { sso } from './sso.ts';
import { start } from './start.ts';
import { underAttack } from './under-attack.ts';

export type Measurement = {
  measure: () => Promise<Line[]>;
  /** What bounds the result, and what would raise it next. */
  bound: string;
  /** Part of `--quick`. */
  isQuick?: boolean;
};

export const measurements: Record<string, Measurement> = {
  'sign-up': {
    measure: signUp,
    bound:
      'The one thread of the server bounds it: reading the request, GraphQL, and encrypting the form. The next step is less GraphQL work for each request.',
  },
  'log-in': {
    measure: logIn,
    bound: 'The password hash bounds it. The next step is less GraphQL work around it.',
    isQuick: true,
  },
  flow: {
    measure: flow,
    bound:
      'The two password hashes bound it, then the one thread of the server. The next step is less server work for the five other requests.',
    isQuick: true,
  },
  me: {
    measure: me,
    bound: 'The one thread of the server bounds it. The next step is less GraphQL work for each request.',
    isQuick: true,
  },
  sso: {
    measure: sso,
    bound:
      'The one thread of the server bounds it: it talks to the provider and checks the signature. The next step is fewer statements in the callback.',
  },
  mails: {
    measure: mails,
    bound:
      'The one thread of the worker bounds it: it fills in the mail and speaks SMTP. The next step is to compose the message with less work.',
    isQuick: true,
  },
  'mail-latency': {
    measure: mailLatency,
    bound: 'The worker looks every 10 ms, and each commit waits for the disk. There is no next step: people do not notice it.',
  },
  memory: {
    measure: memory,
    bound:
      'Node holds most of the memory at rest, and the limits on V8 bound it under load. The next step is fewer modules in the worker.',
  },
  start: {
    measure: start,
    bound: 'Loading the modules bounds it, then the first database connection. The next step is to load fewer modules.',
  },
  pages: {
    measure: pages,
    bound:
      'The browser bounds it: reading and running the scripts. The next step is a smaller first load, of which `react-dom` is the largest part.',
  },
  'slow-smtp': {
    measure: slowSmtp,
    bound: 'A sign-up never waits for the mail server, so the ratio is 1 except for noise. There is no next step.',
  },
  killed: {
    measure: killed,
    bound:
      'No mail may be lost. The lease of 60 s and the sweep every 15 s bound the delay after a crash. There is no next step.',
  },
  'under-attack': {
    measure: underAttack,
    bound: 'The attacker and the others share the cores. The next step is a limit at the proxy.',
  },
};
