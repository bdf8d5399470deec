// The floor of a log-in: Argon2id of the same cost and nothing else, one at once on each core.
import { availableParallelism } from 'node:os';
import { verify } from '@node-rs/argon2';
import * as z from 'zod';
import { hashPassword } from '../../domain/passwords/hash.ts';
import { PASSWORD } from '../kit/people.ts';

const hash = await hashPassword(PASSWORD);

process.on('message', async (message) => {
  const { seconds } = z.object({ seconds: z.number() }).parse(message);
  const begin = performance.now();
  let count = 0;
  const core = async () => {
    for (; performance.now() < begin + seconds * 1_000; count++) await verify(hash, PASSWORD);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, core));
  process.send?.({ count, seconds: (performance.now() - begin) / 1_000 });
});
process.send?.({});
