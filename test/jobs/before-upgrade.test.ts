import { beforeEach, expect, test } from 'vitest';
import { newId } from '../../domain/ids.ts';
import { seal } from '../../domain/tokens/seal.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { developerId, mailsTo, registeredPerson, subjectsTo } from '../kit/people.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

beforeEach(async () => {
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
});

const insert = async (name: string, payload: object, id = newId()) => {
  await gatehouse.sql(
    `INSERT INTO jobs (id, queue, name, payload, portal_id) SELECT $1, 'MAILS', $2, $3, id FROM portals WHERE slug = 'demo'`,
    [id, name, JSON.stringify(payload)],
  );
  await gatehouse.drain();
};

const failed = () => gatehouse.sql('SELECT name, last_error FROM jobs WHERE last_error IS NOT NULL');

test('a notice whose job was written before jobs kept the address goes to the address of the account', async () => {
  const email = 'before@upgrade.test';
  await registeredPerson(gatehouse, email);
  const developer = await developerId(gatehouse, email);
  gatehouse.inbox.mails.length = 0;
  await insert('sendPasswordChangedEmail', { developerId: developer });
  expect(mailsTo(gatehouse, email)).toHaveLength(1);

  const { id: portalId } = await gatehouse.app.prisma.portal.findUniqueOrThrow({ where: { slug: 'demo' } });
  const identity = { id: newId(), portalId, issuer: 'https://id.example', subject: 'one', developerId: developer };
  await gatehouse.app.prisma.ssoIdentity.create({ data: { ...identity, email, fullName: 'One', groups: [] } });
  await insert('sendSsoLinkedEmail', { identityId: identity.id });
  expect(mailsTo(gatehouse, email)).toHaveLength(2);

  const { id: adminId } = await gatehouse.app.prisma.admin.findUniqueOrThrow({ where: { email: ADMIN.email } });
  await insert('sendAdminPasswordChangedEmail', { adminId });
  expect(mailsTo(gatehouse, ADMIN.email)).toHaveLength(1);
  expect(await failed()).toEqual([]);
});

test('a sign-up that was sealed together with the names of its allowance is answered', async () => {
  const id = newId();
  const asked = {
    act: 'SIGN_UP',
    email: 'sealed@upgrade.test',
    form: { typedEmail: 'sealed@upgrade.test', fullName: 'Sealed', returnTo: null, answers: [] },
    client: { address: '192.0.2.1', userAgent: 'test' },
    bounds: { mailbox: 'one', asker: 'another', client: null },
  };
  const sealed = seal(gatehouse.app.keys, `job:${id}`, JSON.stringify(asked)).toString('base64');
  await insert('answerStranger', { sealed }, id);
  expect(subjectsTo(gatehouse, asked.email)).toEqual(['Verify your email address for demo portal']);
  expect(await failed()).toEqual([]);
});
