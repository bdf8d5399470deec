import { test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { rowsAtRest, spellings } from '../kit/at-rest.ts';
import { succeed } from '../kit/mutate.ts';
import { logIn, PASSWORD, setPassword, signUp, tokenIn, verifyEmail } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { type ProcessSite, prepareSite } from '../kit/processes.ts';
import { queues } from '../kit/redis.ts';

const PEOPLE = 10;

test.concurrent.for(queues)(
  'queue on %s: no token or password of ten people is in the database, the queue or the logs (R8)',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    site.environment['LOG_LEVEL'] = 'trace';
    const server = await site.startServer();
    const adminToken = await openDemoPortal(site);
    const people = Array.from({ length: PEOPLE }, (_, index) => `person-${index}@example.test`);
    for (const email of people) await signUp(site, email);
    // Once while the mails wait in the queue, once when all is done: what is done is deleted there.
    const whileWaiting = await atRest(site);
    const worker = await site.startWorker();

    const secrets = [PASSWORD, adminToken];
    for (const email of people) {
      const [mail] = await site.inbox.waitFor(email);
      const verificationToken = tokenIn(mail);
      const { passwordToken } = await succeed(verifyEmail(site, verificationToken), 'passwordToken');
      secrets.push(verificationToken, passwordToken);
    }
    await setPassword(site, present(secrets.at(-1)));
    // Nobody is approved: there is no session but the admin's.
    await logIn(site, present(people.at(-1)));
    const everything = `${whileWaiting}${await atRest(site)}${[...server.output, ...worker.output].join('\n')}`;

    expect(secrets.filter((secret) => secret.length < 20)).toEqual([]);
    expect(secrets.filter((secret) => spellings(secret).some((spelling) => everything.includes(spelling)))).toEqual([]);
    // The search would have found them: it finds what may be there.
    expect(people.filter((email) => !everything.includes(email))).toEqual([]);
  },
);

/** Every row of every table, those of the queue included, and every command that Redis wrote down. */
async function atRest(site: ProcessSite): Promise<string> {
  return `${await rowsAtRest(site)}\n${(await site.redis?.history()) ?? ''}`;
}
