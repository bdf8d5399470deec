import { once } from 'node:events';
import { connect } from 'node:tls';
import { version } from '../../version.ts';
import type { Check } from './check.ts';
import { fault, inWords, ok, skipped, warning } from './finding.ts';

const PATIENCE_MS = 5_000;
const DAY_SECONDS = 86_400;
/** Those who renew certificates do it 30 days before the end; two weeks are left to notice that it did not work. */
const FEW_DAYS = 14;
/** More than `/healthz` says. A foreign page is not read on. */
const MOST_CHARACTERS = 1_000;

export const publicUrlChecks: Check[] = [
  {
    name: 'answer at PUBLIC_URL',
    look: async ({ config: { settings } }) => {
      const todo = 'start the server; let the proxy at this address lead to it; correct PUBLIC_URL';
      const url = `${settings.publicUrl}/healthz`;
      const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) }).catch((error) =>
        causeOf(error),
      );
      if (typeof answer === 'string') return fault(`${settings.publicUrl} is not reached from here (${answer})`, todo);
      const text = (await answer.text().catch(() => '')).slice(0, MOST_CHARACTERS);
      if (answer.status !== 200 || !text.startsWith('alive'))
        return fault(`something else answers at ${url} (status ${answer.status})`, todo);
      const [, found] = /^version (\S+)$/m.exec(text) ?? [];
      if (found === version) return ok(`this installation answers, version ${version}`);
      return warning(
        `version ${found ?? 'unknown'} answers there, and this is ${version}`,
        'finish the upgrade, or look which installation it is',
      );
    },
  },
  {
    name: 'certificate',
    look: async ({ config: { settings } }) => {
      const { protocol, hostname, port } = new URL(settings.publicUrl);
      if (protocol !== 'https:') return skipped('PUBLIC_URL is not https');
      const host = hostname.replace(/^\[|\]$/g, '');
      const socket = connect({
        host,
        port: Number(port || 443),
        servername: host,
        rejectUnauthorized: false,
        timeout: PATIENCE_MS,
      });
      try {
        const problem = await Promise.race([
          once(socket, 'secureConnect').then(() => null),
          once(socket, 'timeout').then(() => 'it did not answer in time'),
        ]).catch((error) => causeOf(error));
        if (problem) return fault(`no TLS at ${settings.publicUrl} (${problem})`, 'look at the proxy at this address');
        const { valid_to: end } = socket.getPeerCertificate();
        const seconds = (Date.parse(end) - Date.now()) / 1_000;
        if (seconds < 0) return fault(`it ended ${inWords(-seconds)} ago`, 'renew it');
        if (!socket.authorized)
          return fault(`it is not accepted (${socket.authorizationError})`, 'install the whole chain, for this host');
        if (seconds < FEW_DAYS * DAY_SECONDS)
          return warning(`it ends in ${inWords(seconds)}`, 'renew it, and look why that did not happen by itself');
        return ok(`it ends in ${inWords(seconds)}`);
      } finally {
        socket.destroy();
      }
    },
  },
];

function causeOf(error: unknown): string {
  const { cause, code, message, name } = Object(error);
  if (name === 'TimeoutError') return `no answer within ${PATIENCE_MS / 1_000} s`;
  return String(Object(cause).code ?? code ?? message);
}
