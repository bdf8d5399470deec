import { Agent, type IncomingMessage, request as open } from 'node:http';
import { PUBLIC_URL } from './connection.ts';

const agent = new Agent({ keepAlive: true });

/** A whole log-in with SSO in a browser. Throws unless it ends in the catalog with a session. */
export async function comeIn(port: number, start: string): Promise<void> {
  const there = await get(`http://127.0.0.1:${port}${start}`);
  const back = await get(there.location);
  const here = back.location.replace(PUBLIC_URL, `http://127.0.0.1:${port}`);
  const { location, cookies } = await get(here, there.cookies[0]?.split(';', 1)[0]);
  if (!location.endsWith('/catalog') || cookies.length === 0) throw new Error(`came to ${location}`);
}

async function get(url: string, cookie?: string): Promise<{ location: string; cookies: string[] }> {
  const { headers } = await new Promise<IncomingMessage>((resolve, reject) => {
    open(url, { agent, headers: { ...(cookie && { cookie }) } }, (response) => resolve(response.resume()))
      .once('error', reject)
      .end();
  });
  return { location: headers.location ?? '', cookies: headers['set-cookie'] ?? [] };
}
