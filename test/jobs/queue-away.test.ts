import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { openPostgresQueue } from '../../doorbell/on-postgres.ts';

/** Node warns from the eleventh listener on. */
const RINGS = 12;

test('a queue that is away costs nothing that stays for each ring that is lost', async () => {
  const warnings: string[] = [];
  const note = ({ name }: Error) => void warnings.push(name);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  const queue = openPostgresQueue(`postgresql://nobody@127.0.0.1:${await freePort()}/none`, 'MAILS', () => undefined);
  for (let ring = 0; ring < RINGS; ring++) await expect(queue.ring()).rejects.toThrow('ECONNREFUSED');
  await queue.close().catch(() => undefined);
  expect(warnings).toEqual([]);
});
