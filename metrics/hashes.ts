import { Counter, Gauge, type Registry } from 'prom-client';
import { hashCounts } from '../domain/passwords/hash.ts';

/** The password hashes of this process, which its installations share as they share the cores. */
export function measureHashes(registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: 'gatehouse_hashes',
    help: 'Password hashes that run at this moment, at most one on each core, and those that wait.',
    labelNames: ['state'],
    registers,
    collect() {
      const { running, waiting } = hashCounts();
      this.set({ state: 'running' }, running);
      this.set({ state: 'waiting' }, waiting);
    },
  });
  new Counter({
    name: 'gatehouse_hashes_refused_total',
    help: 'Password hashes that were refused, because too many waited. The client got TooManyAttempts.',
    registers,
    collect() {
      this.reset();
      this.inc(hashCounts().refused);
    },
  });
}
