import { resolve } from 'node:path';
import { freePort } from '../../dev/ports.ts';

const FOLDER = resolve('test/faults/parts');
/** A certificate of 127.0.0.1 that is its own authority. */
export const CERTIFICATE = `${FOLDER}/mail-server.pem`;
export const KEY = `${FOLDER}/mail-server-key.pem`;

/** Settings of a Redis that also listens with TLS, at `tls-port`, and asks for a certificate of the client there. */
export const withTls = async (): Promise<Record<string, string>> => ({
  'tls-port': String(await freePort()),
  'tls-cert-file': CERTIFICATE,
  'tls-key-file': KEY,
  'tls-ca-cert-file': CERTIFICATE,
});
