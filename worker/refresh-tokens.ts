import { setTimeout } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { SECOND_MS } from '../domain/durations.ts';
import {
  type HeldToken,
  holdRefreshToken,
  passOnRefreshToken,
  releaseRefreshToken,
  type TokenPlace,
} from '../domain/smtp-tokens/refresh-token.ts';
import { insist } from './insist.ts';
import type { Given } from './smtp-token.ts';

/** @limit Time that a process waits while another one uses the refresh token. Beyond: The attempt fails, and the email is tried again. */
export const TOKEN_WAIT_MS = 10 * SECOND_MS;
const PAUSE_MS = 250;

type RefreshTokens = {
  /**
   * Asks with the newest refresh token, which no other process uses meanwhile: an endpoint may take two uses of one for theft, and end all.
   * Without a configured one, the client asks for itself.
   */
  use: (ask: (refreshToken: string | undefined) => Promise<Given>) => Promise<Given>;
};

export function openRefreshTokens(
  { tokenUrl, clientId, refreshToken }: NonNullable<Config['smtpOauth']>,
  place: TokenPlace | null,
): RefreshTokens {
  if (!refreshToken) return { use: (ask) => ask(undefined) };
  /** The database did not learn of it. */
  let unsaved: { before: string; newest: string } | undefined;
  const passOn = async (at: TokenPlace, held: HeldToken, newest: string) => {
    if (newest === held.refreshToken) return await insist(() => releaseRefreshToken(at, held));
    unsaved = { before: held.refreshToken, newest };
    await insist(async () => {
      if (await passOnRefreshToken(at, held, newest)) unsaved = undefined;
    });
  };
  return {
    use: async (ask) => {
      if (!place) throw new Error('the database, which keeps the refresh token, is not reached');
      const held = await hold(place, { tokenUrl, clientId, refreshToken });
      const newest = unsaved?.before === held.refreshToken ? unsaved.newest : held.refreshToken;
      const given = await ask(newest).catch(async (error: unknown) => {
        await passOn(place, held, newest);
        throw error;
      });
      await passOn(place, held, given.refreshToken ?? newest);
      return given;
    },
  };
}

async function hold(place: TokenPlace, configured: Parameters<typeof holdRefreshToken>[1]): Promise<HeldToken> {
  const until = performance.now() + TOKEN_WAIT_MS;
  for (;;) {
    const held = await holdRefreshToken(place, configured);
    if (held) return held;
    if (performance.now() > until)
      throw new Error(`another process uses the refresh token for more than ${TOKEN_WAIT_MS / SECOND_MS} s`);
    await setTimeout(PAUSE_MS);
  }
}
