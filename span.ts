export type SpanKind = 'SERVER' | 'INTERNAL' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';

/** Never a secret, a token, a link, an address or a name: traces go to another system. */
export type Attributes = Record<string, string | number>;

/** One step of a trace. */
export type Span = {
  /** As W3C Trace Context writes it: the ids of the trace and of this step, and whether the trace is kept. */
  traceparent: string;
  /** Null for a trace that is not kept. */
  traceId: string | null;
  /** Begins a step within this one. */
  begin: (name: string, kind: SpanKind, attributes?: Attributes) => Span;
  /** @param name in the place of the one that it began with */
  tell: (attributes: Attributes, name?: string) => void;
  /** @param error what it failed with. The trace gets its kind and no text, which could quote somebody. */
  end: (error?: unknown) => void;
};

/** Where traces begin. Made by `tracing/`, if they are on. */
export type Tracing = {
  /**
   * @param parent a `traceparent` of ours, whose trace this goes on
   * @param from the `traceparent` that a client sent; whether its trace goes on, or is only pointed to, is for the operator to say
   */
  begin: (
    name: string,
    kind: SpanKind,
    attributes: Attributes,
    origin?: { parent?: string | null; from?: string | undefined },
  ) => Span;
  /** Sends what is left, for a bounded time. */
  stop: () => Promise<void>;
};

export type TracingSettings = {
  /** The base URL of a collector that takes OTLP over HTTP. */
  endpoint: string;
  /** Which part of the traces that begin here are kept: from 0 to 1. */
  share: number;
  /** Whether a client may say which trace its request belongs to, and whether that is kept. */
  trustsClients: boolean;
};
