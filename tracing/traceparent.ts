import type { SpanContext } from '@opentelemetry/api';

/** https://www.w3.org/TR/trace-context/#traceparent-header, version 00: other versions may only add to its end. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-[\x21-\x7e]*)?$/;
/** Longer than any that is known. */
const LONGEST = 100;
const SAMPLED = 1;

/** Null if it is none. */
export function readTraceparent(text: string | undefined): SpanContext | null {
  const [, traceId, spanId, flags = ''] = (text && text.length <= LONGEST && text.match(TRACEPARENT)) || [];
  if (!traceId || !spanId) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & SAMPLED, isRemote: true };
}

export const writeTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-0${traceFlags & SAMPLED}`;
