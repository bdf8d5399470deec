import { isIP } from 'node:net';
import { Refusal } from './refuse.ts';

export type Listen = { port: number; host: string | undefined };

/**
 * Where to listen: a port, or an address of this machine and a port.
 * @throws Refusal
 */
export function readListen(text: string): Listen {
  if (/^tcp:\/\//i.test(text)) {
    throw new Refusal(
      'has the value that Kubernetes sets for a service of this name: set it yourself, or use enableServiceLinks: false',
    );
  }
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]*)\]:|([^:]*):)?(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const isHost = !host || isIP(host) > 0 || host === 'localhost';
  if (!port || !isHost || Number(port) > 65_535) {
    throw new Refusal('must be a port such as 4000, or an address and a port such as 127.0.0.1:4000 or [::1]:4000');
  }
  return { port: Number(port), host: host || undefined };
}
