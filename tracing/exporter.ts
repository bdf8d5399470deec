import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import { type Log, redact } from '../log.ts';
import { perMinute } from '../per-minute.ts';

/** @limit Time of one request to the collector, with its retries. Beyond: Its spans are dropped. */
export const SEND_TIMEOUT_MS = 5_000;

/** Sends spans as JSON. One that cannot be sent costs a line in the log, once a minute, and nothing else. */
export function exporterTo(endpoint: string, log: Log): SpanExporter {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: SEND_TIMEOUT_MS });
  const mayWrite = perMinute(1);
  return {
    export: (spans, done) =>
      exporter.export(spans, ({ code, error }) => {
        if (error && mayWrite() !== null)
          log.warn({ reason: redact(error.message) }, 'traces are lost: the collector did not take them');
        // The library would write of a failure in its own way.
        done({ code: error ? 0 : code });
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
