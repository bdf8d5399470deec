import { Counter, type Registry } from 'prom-client';
import { Queue } from '../prisma/generated/client/client.ts';

export type RingResult = 'sent' | 'lost';

/** The rings of this process. */
export function measureRings(registry: Registry): (queue: Queue, result: RingResult) => void {
  const rings = new Counter({
    name: 'gatehouse_rings_total',
    help: 'Rings of the queue, by result: sent, or lost because the queue is away. The sweep finds the jobs of lost rings.',
    labelNames: ['queue', 'result'],
    registers: [registry],
  });
  for (const queue of Object.values(Queue)) for (const result of ['sent', 'lost']) rings.inc({ queue, result }, 0);
  return (queue, result) => rings.inc({ queue, result });
}
