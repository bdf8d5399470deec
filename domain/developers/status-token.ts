import { z } from 'zod';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';
import { seal, unseal } from '../tokens/seal.ts';
import { hashSecret } from '../tokens/secrets.ts';

/** @limit Time that a `statusToken` works. Beyond: `registration` is null, and other acts answer InvalidToken. */
export const STATUS_TOKEN_MS = 30 * MINUTE_MS;

const PLACE = 'status of a registration';
const content = z.object({ developerId: z.uuid(), proved: z.string(), until: z.coerce.date() });

/** Whose registration a token shows, and the password that was proved for it. */
type Holder = { id: string; passwordHash: string };

/** It is sealed and stored nowhere, so that the log-ins of people who wait cost no row. */
export function statusTokenOf({ keys }: Pick<App, 'keys'>, { id, passwordHash }: Holder, until: Date): string {
  return seal(keys, PLACE, JSON.stringify({ developerId: id, proved: provedBy(passwordHash), until })).toString('base64url');
}

/** Call it only after the right password. */
export const issueStatusToken = async (app: App, holder: Holder): Promise<string> =>
  statusTokenOf(app, holder, new Date((await databaseNow(app.prisma)).getTime() + STATUS_TOKEN_MS));

/** Null for any other token, for one that is too old, and after another password was set. */
export async function findHolder(app: App, token: string): Promise<Holder | null> {
  const opened = unseal(app.keys, PLACE, Buffer.from(token, 'base64url'));
  if (!opened) return null;
  const { developerId: id, proved, until } = content.parse(JSON.parse(opened.text));
  if (until <= (await databaseNow(app.prisma))) return null;
  const found = await app.prisma.developer.findUnique({ where: { id }, select: { passwordHash: true } });
  if (!found?.passwordHash || provedBy(found.passwordHash) !== proved) return null;
  return { id, passwordHash: found.passwordHash };
}

const provedBy = (passwordHash: string): string => hashSecret(passwordHash).toString('base64url');
