import type { Log } from '../log.ts';
import type { Tracing, TracingSettings } from '../span.ts';

/** Without settings, traces are off, and their libraries are not even loaded. @param process its name: `server` or `worker` */
export async function openTracing(settings: TracingSettings | null, process: string, log: Log): Promise<Tracing | null> {
  if (!settings) return null;
  const { startTracing } = await import('./start-tracing.ts');
  return startTracing(settings, process, log);
}
