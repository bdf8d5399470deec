import type { App } from '../../domain/app.ts';
import { deviceOf } from '../../domain/developers/device.ts';
import type { LogInFactsProps } from '../../emails/components/log-in-facts.tsx';

const WORDS: Record<string, string> = {
  PASSWORD: 'password',
  SSO: 'SSO',
  TOTP: 'code of the authenticator app',
  PASSKEY: 'passkey',
  RECOVERY_CODE: 'recovery code',
};

/** Such as `curl/8.5.0`. Any other text could be a link, or ask the reader to do something. */
const PROGRAM = /^[A-Za-z][\w-]*(\/\d[\d.]*)?$/;

/** What the event of a log-in tells. The session may have ended, and moved to another IP. */
export async function describeLogIn({ prisma }: App, eventId: string): Promise<LogInFactsProps | null> {
  const event = await prisma.event.findUnique({ where: { id: eventId } });
  if (!event) return null;
  const { method, secondFactor }: { method?: string; secondFactor?: string | null } = Object(event.data);
  // A passkey alone counts as both.
  const ways = new Set([method ?? '', secondFactor ?? ''].filter(Boolean).map((way) => WORDS[way] ?? way));
  const device = deviceOf(event.userAgent ?? '');
  const isKnown = device.includes(' on ') || PROGRAM.test(device);
  return { at: event.at, device: isKnown ? device : 'an unknown program', ip: event.ip ?? '', method: [...ways].join(' and ') };
}
