import { expect, test } from 'vitest';
import { addPeople, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const ask = (time: string) =>
  gatehouse.graphql(
    `query($time: DateTime) { requests(filter: { waitingBefore: $time }) { totalCount }
      auditLog(filter: { after: $time, before: $time }) { edges { cursor } } }`,
    { time },
    { token: admin },
  );

test.each(['0001-01-01T00:00:00Z', '9999-12-31T23:59:59+00:00', '2026-02-28T12:00:00.123456-11:00'])(
  'the database can compare with %s',
  async (time) => expect((await ask(time)).errors).toEqual([]),
);

test.each(['0000-06-01T00:00:00Z', '0001-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00', '2026-13-01T00:00:00Z', ''])(
  '%j is refused as a time',
  async (time) => {
    const { errors } = await ask(time);
    expect(errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining('A time must be written like `2026-11-23T17:00:00.000Z`.') }),
    ]);
  },
);

test.each(['0000-06-01T00:00:00.000Z', '-000001-01-01T00:00:00.000Z', '+010000-01-01T00:00:00.000Z'])(
  'a cursor that somebody made up with the time %s is refused',
  async (time) => {
    await addPeople(gatehouse, 1);
    const list = (after?: string) =>
      gatehouse.graphql<{ requests: { pageInfo: { endCursor: string } } | null }>(
        'query($after: String) { requests(first: 1, after: $after) { pageInfo { endCursor } } }',
        { after },
        { token: admin },
      );
    const cursor = present((await list()).data.requests).pageInfo.endCursor;
    const [name, , ...rest] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const { errors } = await list(Buffer.from(JSON.stringify([name, time, ...rest])).toString('base64url'));
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_INPUT']);
  },
);
