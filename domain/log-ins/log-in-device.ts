import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { clientBlock } from '../throttles/client-block.ts';
import { secretOf } from '../throttles/known-devices.ts';
import { nameOf } from '../throttles/throttles.ts';

export type LogInDevice = {
  /** The secret that the device keeps. */
  secret: string;
  /** Whether its log-in was noted within a day. */
  isNoted: boolean;
  /** For a client that keeps no secret: what tells it again. */
  client: string | null;
};

/** @param notedDevice the secret, if its log-in was noted within a day */
export function logInDevice(
  { keys }: App,
  held: { device: string | null; kind: 'COOKIE' | 'TOKEN' },
  notedDevice: string | null,
  { ip, userAgent }: Client,
): LogInDevice {
  const keepsNone = held.kind === 'TOKEN' && held.device === null;
  return {
    secret: notedDevice ?? secretOf(held.device),
    isNoted: notedDevice !== null,
    // Not for browsers: people in one office often have the same program and the same IP.
    client: keepsNone ? nameOf(keys, 'log-in', userAgent, clientBlock(ip)) : null,
  };
}
