import { printedSchema } from '../schema/printed.ts';
import type { Exchange } from './exchange.ts';
import { type FixedAnswer, fixedAnswer, sendFixed } from './fixed-answer.ts';

const HEADERS = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'public, max-age=300',
  // It is public, and tools that run in a page may fetch it.
  'access-control-allow-origin': '*',
};

let text: Promise<FixedAnswer> | undefined;

/** Sends the schema to people who write a client: they have no repository of ours, and introspection is for admins. */
export async function sendSchema(exchange: Exchange): Promise<void> {
  text ??= fixedAnswer(printedSchema());
  sendFixed(exchange, await text, HEADERS);
}
