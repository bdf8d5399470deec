import { Counter, type Registry } from 'prom-client';
import type { Measures } from '../domain/measures.ts';

/** Faults of a process: those that its edges note, and promises that failed while nobody waited for them. */
export function measureUnexpected(registry: Registry): Pick<Measures, 'unexpectedError'> & { close: () => void } {
  const unexpected = new Counter({
    name: 'gatehouse_unexpected_errors_total',
    help: 'Errors that this process did not expect. Each is one line `unexpected error` or `unhandled rejection` in its log.',
    registers: [registry],
  });
  const note = () => unexpected.inc();
  process.on('unhandledRejection', note);
  return { unexpectedError: note, close: () => void process.off('unhandledRejection', note) };
}
