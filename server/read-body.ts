import type { IncomingMessage } from 'node:http';

/**
 * Reads the body of a request, whole: a GraphQL request is small, and as text it costs a fraction of a stream.
 * @param most bytes at most
 * @returns null when there is more; the rest is thrown away unread
 */
export function readBody(request: IncomingMessage, most: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
      else resolve(null);
    });
    request.once('end', () => resolve(Buffer.concat(chunks).toString()));
    request.once('error', reject);
  });
}

/** @returns what the text says in JSON, unless that is nothing that holds something */
export function parseBody(text: string): object | null {
  try {
    const body: unknown = JSON.parse(text);
    return body instanceof Object && Object.keys(body).length > 0 ? body : null;
  } catch {
    return null;
  }
}
