import * as z from 'zod';
import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';
import { seal, unseal } from '../tokens/seal.ts';
import { hashSecret } from '../tokens/secrets.ts';

/** @limit Time that a `statusToken` works. Beyond: `registration` is null, and other acts answer InvalidToken. */
export const STATUS_TOKEN_MS = 30 * MINUTE_MS;

const PLACE = 'status of a registration';
const content = z.object({ developerId: z.uuid(), proved: z.string(), until: z.coerce.date() });

/** Whose registration a token shows, with the email address and the password that the person had then. */
type Holder = Pick<Developer, 'id' | 'email' | 'passwordHash'>;

/** It is sealed and stored nowhere, so that the log-ins of people who wait cost no row. */
export function statusTokenOf({ keys }: Pick<App, 'keys'>, holder: Holder, until: Date): string {
  return seal(keys, PLACE, JSON.stringify({ developerId: holder.id, proved: provedBy(holder), until })).toString('base64url');
}

/** Call it only after a log-in that was right, or with the email address just proved. */
export const issueStatusToken = async (app: App, holder: Holder): Promise<string> =>
  statusTokenOf(app, holder, new Date((await databaseNow(app.prisma)).getTime() + STATUS_TOKEN_MS));

/** Null for any other token, for one that is too old, and after the email address or the password changed. */
export async function findHolder(app: App, token: string): Promise<Holder | null> {
  const opened = unseal(app.keys, PLACE, Buffer.from(token, 'base64url'));
  if (!opened) return null;
  const { developerId: id, proved, until } = content.parse(JSON.parse(opened.text));
  if (until <= (await databaseNow(app.prisma))) return null;
  const holder = await app.prisma.developer.findUnique({
    where: { id },
    select: { id: true, email: true, passwordHash: true },
  });
  return holder && provedBy(holder) === proved ? holder : null;
}

const provedBy = ({ email, passwordHash }: Holder): string =>
  hashSecret(JSON.stringify([email, passwordHash])).toString('base64url');
