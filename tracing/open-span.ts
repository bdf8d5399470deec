import {
  type Context,
  SpanKind as Kind,
  type Link,
  ROOT_CONTEXT,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { Attributes, Span, SpanKind } from '../span.ts';
import { writeTraceparent } from './traceparent.ts';

/** What a trace says of an error at most. */
const ERROR_TYPE = /^[\w.-]{1,60}$/;

export function beginSpan(
  tracer: Tracer,
  name: string,
  kind: SpanKind,
  attributes: Attributes,
  parent: Context,
  links: Link[] = [],
): Span {
  const span = tracer.startSpan(name, { kind: Kind[kind], attributes, links }, parent);
  const isKept = span.isRecording();
  const { traceId } = span.spanContext();
  let within: Context | undefined;
  const opened: Span = {
    get traceparent() {
      return writeTraceparent(span.spanContext());
    },
    traceId: isKept ? traceId : null,
    // Of a trace that is not kept, no step is. Jobs still have to know that.
    begin: (...[of, as, more = {}]) => {
      if (!isKept) return opened;
      within ??= trace.setSpan(ROOT_CONTEXT, span);
      return beginSpan(tracer, of, as, more, within);
    },
    tell: (more, other) => {
      span.setAttributes(more);
      if (other) span.updateName(other);
    },
    end: (error) => {
      if (error !== undefined) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.setAttribute('error.type', typeOf(error));
      }
      span.end();
    },
  };
  return opened;
}

/** A code of SMTP, PostgreSQL or Node, else the name of the class. */
function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return ERROR_TYPE.test(String(error)) ? String(error) : '_OTHER';
  const told = [Reflect.get(error, 'responseCode'), Reflect.get(error, 'code'), error.name].find(Boolean);
  return ERROR_TYPE.test(String(told)) ? String(told) : '_OTHER';
}
