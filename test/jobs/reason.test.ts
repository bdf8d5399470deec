import { expect, test } from 'vitest';
import { reasonOf } from '../../worker/failures.ts';

test('a database that is busy or slow does not read as a mail server that is', () => {
  const reasons = ['timeout exceeded when trying to connect', 'Query read timeout', 'connect ETIMEDOUT'].map((message) =>
    reasonOf(new Error(message)),
  );
  expect(reasons).toEqual([
    'every connection to the database is busy',
    'the database did not answer in time',
    'connect ETIMEDOUT',
  ]);
});
