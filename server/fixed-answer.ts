import { hash } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Exchange } from './exchange.ts';

/** A text that is the same for everybody, compressed once. */
export type FixedAnswer = { etag: string; plain: Buffer; br: Buffer; gzip: Buffer };

export async function fixedAnswer(text: string): Promise<FixedAnswer> {
  const plain = Buffer.from(text);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
  const [br, zipped] = await Promise.all([promisify(brotliCompress)(plain, quality), promisify(gzip)(plain)]);
  return { etag: `W/"${hash('sha1', plain, 'base64url')}"`, plain, br, gzip: zipped };
}

/** Sends it in an encoding that the client knows. A client that has it already, and asks whether it changed, gets no body. */
export function sendFixed(
  { request, response }: Exchange,
  answer: FixedAnswer,
  headers: OutgoingHttpHeaders,
  status = 200,
): void {
  const { 'if-none-match': known, 'accept-encoding': accepted = '' } = request.headers;
  response.setHeader('vary', 'Accept-Encoding');
  response.setHeader('etag', answer.etag);
  if (status === 200 && known === answer.etag) return void response.writeHead(304, headers).end();
  const encoding = (['br', 'gzip'] as const).find((name) => String(accepted).includes(name));
  const body = answer[encoding ?? 'plain'];
  response.writeHead(status, { ...headers, ...(encoding && { 'content-encoding': encoding }), 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}
