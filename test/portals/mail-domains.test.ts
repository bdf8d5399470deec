import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal } from '../kit/mutate.ts';
import { lastMailTo, signUp } from '../kit/people.ts';

const gatehouse = await startInstallation({
  MAIL_FROM: 'Acme Accounts <no-reply@gatehouse.test>',
  MAIL_DOMAINS: 'shared.test, bank-b=bank-b.test',
});
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'bank-b', admin, { name: 'Bank of B' });

test.each([
  ['of another portal', 'accounts@bank-b.test'],
  ['of another portal, in capitals', 'accounts@BANK-B.test'],
  ['of the installation', 'no-reply@gatehouse.test'],
  ['below an allowed one', 'accounts@mail.shared.test'],
  ['below that of another portal', 'accounts@mail.bank-b.test'],
])('S18: a sender in a domain %s is refused, with what to do', async (_, mailFrom) => {
  const domain = mailFrom.split('@')[1]?.toLowerCase();
  expect((await refusal(updatePortal(gatehouse, { mailFrom }, admin), 'InvalidInput')).issues).toEqual([
    {
      path: ['mailFrom'],
      code: 'NOT_PERMITTED',
      message:
        `Emails of this portal cannot come from ${domain}, which belongs to the installation or to another portal. ` +
        `Ask the operator to add demo=${domain} to MAIL_DOMAINS.`,
      parameters: [],
    },
  ]);
  expect(await gatehouse.sql("SELECT mail_from FROM portals WHERE slug = 'demo'")).toEqual([{ mail_from: null }]);
});

const fromOf = async (email: string, portal: string) => {
  await signUp(gatehouse, email, { portal });
  await gatehouse.drain();
  return lastMailTo(gatehouse, email).parsed.from?.value[0];
};

test('S18: a portal sends from a domain that is its own, or open to all', async () => {
  expect(await updatePortal(gatehouse, { mailFrom: 'Accounts@bank-b.test' }, admin, 'bank-b')).toMatchObject({
    __typename: 'UpdatePortalSuccess',
  });
  expect(await fromOf('own@senders.test', 'bank-b')).toEqual({ name: 'Bank of B', address: 'Accounts@bank-b.test' });
  await updatePortal(gatehouse, { mailFrom: 'no-reply@shared.test' }, admin);
  expect(await fromOf('shared@senders.test', 'demo')).toMatchObject({ address: 'no-reply@shared.test' });
  await updatePortal(gatehouse, { mailFrom: null }, admin);
  expect(await fromOf('none@senders.test', 'demo')).toMatchObject({ address: 'no-reply@gatehouse.test' });
});

test('S18: a stored sender that is not allowed any more gives way to MAIL_FROM, under the name of the portal', async () => {
  await gatehouse.sql("UPDATE portals SET mail_from = 'accounts@bank-b.test' WHERE slug = 'demo'");
  expect(await fromOf('stored@senders.test', 'demo')).toEqual({ name: 'demo portal', address: 'no-reply@gatehouse.test' });
});

test('S18: a portal cannot take the name of another to send mails under it', async () => {
  const tenant = await addAdmin(gatehouse, 'tenant@senders.test', 'OWNER', 'demo');
  for (const name of ['Bank of B', 'BANK OF B', 'Bank-of-B', ' bank  of b. ', 'Bаnk оf В', 'Ｂank of B', 'Bánk of B']) {
    expect([name, (await refusal(updatePortal(gatehouse, { name }, tenant), 'InvalidInput')).issues]).toMatchObject([
      name,
      [{ path: ['name'], code: 'TAKEN' }],
    ]);
  }
  expect(await updatePortal(gatehouse, { name: 'Bank of C' }, tenant)).toMatchObject({ __typename: 'UpdatePortalSuccess' });
  expect(await updatePortal(gatehouse, { name: 'Bank of C' }, tenant)).toMatchObject({ __typename: 'UpdatePortalSuccess' });
  expect(await updatePortal(gatehouse, { name: 'Bank of B' }, admin)).toMatchObject({ __typename: 'UpdatePortalSuccess' });
});
