import type { IncomingMessage } from 'node:http';

/** It removes the byte order mark, which some programs put in front of UTF-8. */
const UTF_8 = new TextDecoder();

/** The client closed the connection before it sent the whole body. That is no error of ours, and nobody reads an answer. */
export class HungUp extends Error {}

/**
 * Reads the whole body of a request. A GraphQL request is small, and reading it as text costs a fraction of what a stream does.
 * @param most the most bytes to accept
 * @returns null if there are more; the rest is discarded
 * @throws HungUp
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
    request.once('end', () => resolve(UTF_8.decode(Buffer.concat(chunks))));
    request.once('error', () => reject(new HungUp()));
    // It closes after its end, too, and an error costs as much as the rest here.
    request.once('close', () => request.complete || reject(new HungUp()));
    if (request.destroyed) reject(new HungUp());
  });
}

/** Parses a JSON object. @returns null if the text is not JSON, not an object, or an empty one */
export function parseBody(text: string): object | null {
  try {
    const body: unknown = JSON.parse(text);
    return body instanceof Object && Object.keys(body).length > 0 ? body : null;
  } catch {
    return null;
  }
}
