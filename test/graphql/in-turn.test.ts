import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { nextTurn } from '../../next-turn.ts';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation();

test('S1, S14: slow pieces of work run one by one, and other requests have their turn in between', async () => {
  let turn = 0;
  let isOver = false;
  const others = (async () => {
    for (; !isOver; turn++) await setImmediate();
  })();
  const turns = await Promise.all(Array.from({ length: 10 }, () => nextTurn().then(() => turn)));
  isOver = true;
  await others;
  expect(new Set(turns).size).toBe(10);
});

test('S1: a wrong document is told ten of its errors, and costs no more than these', async () => {
  const { status, errors } = await gatehouse.graphql(`{ ${'wrong '.repeat(50)} }`);
  expect(status).toBe(200);
  expect(errors.map(({ message }) => message)).toEqual([
    ...Array.from({ length: 10 }, () => 'Cannot query field "wrong" on type "Query".'),
    'Too many validation errors, error limit reached. Validation aborted.',
  ]);
});

test('S1: many new documents at once are all answered', async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => gatehouse.graphql(`{ a${n}: __typename }`)));
  expect(answers.map(({ data }) => data)).toEqual(Array.from({ length: 30 }, (_, n) => ({ [`a${n}`]: 'Query' })));
});
