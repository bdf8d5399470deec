// The real worker, with its claims, leases, doorbell and sweep. Only the handlers are replaced: they do nothing but count.
import { runUntilStopped } from '../run-until-stopped.ts';
import { startWorker } from '../worker/start.ts';

const TELL_EVERY_MS = 250;

const handled = { APPROVALS: 0, MAILS: 0 };
setInterval(() => process.send?.(handled), TELL_EVERY_MS).unref();
await runUntilStopped('worker', (config, log) => startWorker(config, log, async (_, { queue }) => void handled[queue]++));
