import { Counter, Gauge, type Registry } from 'prom-client';
import { MOST_MAIL_SERVERS } from '../config/services.ts';
import type { MailServerResult, Measures } from '../domain/measures.ts';
import { firstOf } from './bounded-label.ts';

const RESULTS: Record<MailServerResult, string> = {
  accepted: 'accepted',
  email: 'refused',
  sender: 'refused',
  server: 'failed',
};

/** What a worker finds of each mail server. A server has the same names, and no values. */
export function measureMailServers(registry: Registry): Pick<Measures, 'mailServer' | 'mailServerUp'> {
  const registers = [registry];
  const mails = new Counter({
    name: 'gatehouse_mail_server_mails_total',
    help:
      'Emails that a worker offered to a mail server (host and port), by result: accepted, refused (an answer about the email), or failed ' +
      '(the server was not reached, let nobody in, or did not answer).',
    labelNames: ['server', 'result'],
    registers,
  });
  const up = new Gauge({
    name: 'gatehouse_mail_server_up',
    help: '1 if this worker uses the mail server, 0 from a failure of it until it lets the worker in again. Another one gets its emails.',
    labelNames: ['server'],
    registers,
  });
  const serverOf = firstOf(MOST_MAIL_SERVERS);
  return {
    mailServer: (name, result) => mails.inc({ server: serverOf(name), result: RESULTS[result] }),
    mailServerUp: (name, isUp) => {
      const server = serverOf(name);
      up.set({ server }, isUp ? 1 : 0);
      // A rate needs the zero before the first one.
      for (const result of new Set(Object.values(RESULTS))) mails.inc({ server, result }, 0);
    },
  };
}
