import type { App } from '../../domain/app.ts';
import { deviceOf } from '../../domain/developers/device.ts';
import type { LogInFactsProps, Way } from '../../emails/components/log-in-facts.tsx';

const WAYS: Way[] = ['PASSWORD', 'SSO', 'TOTP', 'PASSKEY', 'RECOVERY_CODE'];

/** Such as `curl/8.5.0`. Any other text could be a link, or ask the reader to do something. */
const PROGRAM = /^[A-Za-z][\w-]*(\/\d[\d.]*)?$/;

/** What the event of a log-in tells. The session may have ended, and moved to another IP. */
export async function describeLogIn({ prisma }: App, eventId: string): Promise<LogInFactsProps | null> {
  const event = await prisma.event.findUnique({ where: { id: eventId } });
  if (!event) return null;
  const { method, secondFactor }: { method?: string; secondFactor?: string | null } = Object(event.data);
  // A passkey alone counts as both.
  const ways = new Set([method, secondFactor].flatMap((way) => WAYS.find((known) => known === way) ?? []));
  const device = deviceOf(event.userAgent ?? '');
  const isKnown = device.includes(' on ') || PROGRAM.test(device);
  return { at: event.at, device: isKnown ? device : null, ip: event.ip ?? '', ways: [...ways] };
}
