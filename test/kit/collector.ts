import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { vi } from 'vitest';
import { portOf } from './port-of.ts';
import { PATIENCE } from './processes.ts';

/** A span, as it came. */
export type SentSpan = {
  service: string;
  traceId: string;
  spanId: string;
  /** Empty for the first of a trace. */
  parentId: string;
  name: string;
  attributes: Record<string, string | number>;
  linkedTo: string[];
  isFailed: boolean;
};

export type Collector = {
  url: string;
  spans: SentSpan[];
  /** All that came, as text. */
  bodies: string[];
  /** Waits until there are some of this kind. */
  waitFor: (isMeant: (span: SentSpan) => boolean) => Promise<SentSpan[]>;
  /** What it answers from now on; 200 unless told. */
  answer: (status: number) => void;
  stop: () => Promise<void>;
};

type Value = { stringValue?: string; intValue?: number; doubleValue?: number };
type Attribute = { key: string; value: Value };
type Sent = {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: {
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        name: string;
        attributes: Attribute[];
        links: { traceId: string }[];
        status: { code: number };
      }[];
    }[];
  }[];
};

/** Takes traces as a collector of OpenTelemetry does: OTLP over HTTP, in JSON. */
export async function startCollector(): Promise<Collector> {
  const spans: SentSpan[] = [];
  const bodies: string[] = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as Sent;
    if (status === 200) {
      bodies.push(JSON.stringify(body));
      spans.push(...spansIn(body));
    }
    response.writeHead(request.url === '/v1/traces' ? status : 404, { 'content-type': 'application/json' }).end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    spans,
    bodies,
    waitFor: async (isMeant) => {
      await vi.waitUntil(() => spans.some(isMeant), PATIENCE);
      return spans.filter(isMeant);
    },
    answer: (wanted) => (status = wanted),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const spansIn = ({ resourceSpans }: Sent): SentSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) =>
      scope.spans.map(({ traceId, spanId, parentSpanId = '', name, attributes, links, status }) => ({
        service: String(valuesOf(resource.attributes)['service.name']),
        traceId,
        spanId,
        parentId: parentSpanId,
        name,
        attributes: valuesOf(attributes),
        linkedTo: links.map((link) => link.traceId),
        isFailed: status.code === 2,
      })),
    ),
  );

const valuesOf = (attributes: Attribute[]): Record<string, string | number> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue ?? value.doubleValue)]),
  );
