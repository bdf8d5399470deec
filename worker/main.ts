import { runUntilStopped } from '../run-until-stopped.ts';
import { startWorker } from './start.ts';

await runUntilStopped('worker', startWorker);
