import { expect, test } from 'vitest';
import { JobsDocument } from '../generated/operations.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { registeredPerson } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

test('a job whose payload nobody can read is about nobody, and hides of no other job whom it is about', async () => {
  const { id, email } = await registeredPerson(gatehouse, 'ada@unreadable.test');
  await gatehouse.sql("UPDATE jobs SET status = 'DONE', finished_at = now()");
  for (const payload of ['[]', 'null', '7', '{"tokenId":"no id"}', JSON.stringify({ developerId: id })]) {
    await gatehouse.sql(
      `INSERT INTO jobs (id, queue, name, payload, status, finished_at, portal_id)
       SELECT gen_random_uuid(), 'MAILS', 'sendPasswordChangedEmail', $1::jsonb, 'FAILED', now(), id FROM portals WHERE slug = 'demo'`,
      [payload],
    );
  }
  const { data, errors } = await gatehouse.graphql(JobsDocument, { filter: { status: ['FAILED'] } }, { token: owner });
  expect(errors).toEqual([]);
  const about = present(data.jobs).edges.map(({ node }) => node.developer?.email ?? null);
  expect(about.filter((found) => found !== null)).toEqual([email]);
  expect(about).toHaveLength(5);
});
