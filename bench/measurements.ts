import { flow } from './flow.ts';
import { killed } from './killed.ts';
import type { Line } from './kit/line.ts';
import { logIn } from './log-in.ts';
import { mailLatency } from './mail-latency.ts';
import { mails } from './mails.ts';
import { me } from './me.ts';
import { memory } from './memory.ts';
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
      'The main thread of the server bounds it: Yoga, checking the input, and sealing the form; next is the cost of the GraphQL execution.',
  },
  'log-in': {
    measure: logIn,
    bound: 'The hash bounds it, then the GraphQL execution; next is one statement fewer.',
    isQuick: true,
  },
  flow: {
    measure: flow,
    bound: 'The two hashes bound it, then the statements of the six acts; next is the CPU of the worker for the two mails.',
    isQuick: true,
  },
  me: {
    measure: me,
    bound: 'The main thread of the server bounds it; next is the CPU of the one statement that reads the session.',
    isQuick: true,
  },
  sso: {
    measure: sso,
    bound: 'The signatures of the provider and the two round trips to it bound it; next are the statements of the callback.',
  },
  mails: {
    measure: mails,
    bound: 'The one thread of the worker bounds it, with writing the mail and SMTP; next is the cost of composing a mail.',
    isQuick: true,
  },
  'mail-latency': {
    measure: mailLatency,
    bound: 'The pause between two rings and the wait for the disk at each commit bound it.',
  },
  memory: { measure: memory, bound: 'Node itself holds most of the idle memory; the spaces of V8 bound the loaded one.' },
  start: { measure: start, bound: 'Loading the modules bounds it, then the first connection to the database.' },
  'slow-smtp': { measure: slowSmtp, bound: 'A sign-up never waits for the mail server, so the ratio is 1 but for noise.' },
  killed: { measure: killed, bound: 'The lease of a job bounds the delay after a crash: 60 s, and 15 s to the next sweep.' },
  'under-attack': { measure: underAttack, bound: 'Two cores bound it: the attack and the others share them.' },
};
