import type { Check } from './check.ts';
import { ok, warning } from './finding.ts';

/** Passwords of examples, such as those of docker-compose.yml. */
const EXAMPLES = /^(gatehouse|postgres|password|secret|changeme|example|admin)?$/i;

const isLoopback = (host: string): boolean => /^(localhost|127\..*|\[?::1\]?)$/i.test(host) || host.endsWith('.localhost');

export const environmentChecks: Check[] = [
  {
    name: 'public address',
    look: async ({ config: { settings }, variables }) => {
      const { protocol, hostname, origin } = new URL(settings.publicUrl);
      if (protocol === 'https:') return ok(`PUBLIC_URL is ${origin}`);
      if (!variables['PUBLIC_URL'])
        return warning(`PUBLIC_URL is not set, so links lead to ${origin}`, 'set it to the https address of this installation');
      if (isLoopback(hostname))
        return warning(`PUBLIC_URL is ${origin}, for this machine alone`, 'set the https address before people come');
      return warning(
        `PUBLIC_URL is ${origin}: cookies and passwords cross the network unencrypted`,
        'put a proxy with TLS in front, and set the https address',
      );
    },
  },
  {
    name: 'sender',
    look: async ({ config: { settings } }) => {
      const domain = settings.mailFrom.slice(settings.mailFrom.lastIndexOf('@') + 1);
      if (/(^|\.)(example(\.(com|org|net))?|invalid|localhost|test)$/.test(domain)) {
        return warning(
          `MAIL_FROM has the domain ${domain}, which is nobody's`,
          'set an address of a domain that your mail server signs for',
        );
      }
      return ok(`MAIL_FROM is of ${domain}`);
    },
  },
  {
    name: 'secrets',
    look: async ({ variables }) => {
      if (variables['SECRET_KEY'] === variables['SECRET_KEY_PREVIOUS']) {
        return warning(
          'SECRET_KEY and SECRET_KEY_PREVIOUS are the same',
          'leave SECRET_KEY_PREVIOUS out, or finish the rotation with a new SECRET_KEY',
        );
      }
      const [, password = ''] = /:\/\/[^:/?]*:([^@]*)@/.exec(variables['DATABASE_URL'] ?? '') ?? [];
      if (password && EXAMPLES.test(password))
        return warning('the password in DATABASE_URL is one of an example', 'give the database user a random one');
      return ok('none is one of an example');
    },
  },
];
