import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { NotAllowed } from '../errors.ts';
import { parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { getPortal } from '../portals/find-portal.ts';
import { checkOwnPassword } from './check-own-password.ts';
import type { LoggedInDeveloper } from './find-session.ts';
import { mailSecondFactorLink } from './mail-second-factor-link.ts';

const requestInput = z.object({ portal: z.string(), password: password.nullish() });

/** A session alone, which can be stolen, must not set up a second factor: that would lock its owner out. */
export async function requestSecondFactor(
  app: App,
  developer: LoggedInDeveloper | null,
  input: z.input<typeof requestInput>,
  client: Client,
): Promise<{ email: string }> {
  if (!developer) throw new NotAllowed();
  const { portal: slug, password: typed } = parseInput(requestInput, input);
  const { secondFactor } = await getPortal(app, slug);
  if (secondFactor === 'OFF') throw new NotAllowed('NO_SECOND_FACTORS');
  if (developer.hasSecondFactor) throw new NotAllowed('HAS_FACTOR');
  await checkOwnPassword(app, developer, typed ?? null, client);
  await mailSecondFactorLink(app, developer, client);
  return { email: developer.email };
}
