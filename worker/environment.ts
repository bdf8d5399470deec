import type { App } from '../domain/app.ts';
import type { Log } from '../log.ts';
import type { Mailer } from './mailer.ts';

/** What every handler gets. */
export type Environment = { app: App; mailer: Mailer; log: Log };
