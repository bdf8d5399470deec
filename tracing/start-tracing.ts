import { setTimeout } from 'node:timers/promises';
import { type Context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { Log } from '../log.ts';
import type { Tracing, TracingSettings } from '../span.ts';
import { version } from '../version.ts';
import { exporterTo } from './exporter.ts';
import { beginSpan } from './open-span.ts';
import { readTraceparent } from './traceparent.ts';

/** @limit spans: Spans that wait to be sent. Beyond: Further spans are dropped. */
export const MOST_WAITING_SPANS = 4_000;
/**
 * Their JSON takes the event loop a few milliseconds.
 * @limit spans: Spans in one request to the collector. Beyond: Another request follows.
 */
export const MOST_SPANS_SENT = 200;
/** @limit Pause between two requests to the collector. Beyond: What waits is sent. */
export const SEND_EVERY_MS = 1_000;
/** @limit attributes: Attributes of one span. Beyond: They are dropped. */
export const MOST_ATTRIBUTES = 16;
/** @limit Time to send the last spans of a process that stops. Beyond: They are lost. */
export const LAST_SPANS_MS = 2_000;

/** Starts the libraries. @param process its name */
export function startTracing({ endpoint, share, trustsClients }: TracingSettings, process: string, log: Log): Tracing {
  const processor = new BatchSpanProcessor(exporterTo(endpoint, log), {
    maxQueueSize: MOST_WAITING_SPANS,
    maxExportBatchSize: MOST_SPANS_SENT,
    scheduledDelayMillis: SEND_EVERY_MS,
  });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': `gatehouse-${process}`,
      'service.namespace': 'gatehouse',
      'service.version': version,
    }),
    // A parent is one of ours, or one that the operator trusts.
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanLimits: { attributeCountLimit: MOST_ATTRIBUTES },
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('gatehouse', version);
  return {
    begin: (name, kind, attributes, { parent, from } = {}) => {
      const known = readTraceparent(parent ?? undefined) ?? (trustsClients ? readTraceparent(from) : null);
      const pointedTo = known ? null : readTraceparent(from);
      const context: Context = known ? trace.setSpanContext(ROOT_CONTEXT, known) : ROOT_CONTEXT;
      return beginSpan(tracer, name, kind, attributes, context, pointedTo ? [{ context: pointedTo }] : []);
    },
    stop: async () => {
      const late = new AbortController();
      const ended = provider.shutdown().catch(() => undefined);
      await Promise.race([ended, setTimeout(LAST_SPANS_MS, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
    },
  };
}
