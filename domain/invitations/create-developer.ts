import * as z from 'zod';
import type { Invitation } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { address, name, parseInput } from '../input.ts';
import type { Caller } from '../permissions.ts';
import { getPortalToInvite } from './get-portal-to-invite.ts';
import { inviteBatch } from './invite-batch.ts';

const createDeveloperInput = z.object({
  portal: z.string(),
  email: address,
  fullName: name.nullish(),
  approved: z.boolean().nullish(),
  sendInvitation: z.boolean().nullish(),
});

/** Invites one person. There is no registration until the person has proved the email address. */
export async function createDeveloper(
  app: App,
  caller: Caller | null,
  input: z.input<typeof createDeveloperInput>,
): Promise<{ invitation: Invitation; link: string | null }> {
  if (!caller) throw new NotAllowed();
  const { portal: slug, email, fullName = null, approved, sendInvitation } = parseInput(createDeveloperInput, input);
  const portal = await getPortalToInvite(app, caller, slug);
  const terms = {
    approved: approved ?? false,
    sendInvitation: sendInvitation ?? true,
    expiresInMs: null,
    message: null,
  };
  const [invited] = await inviteBatch(app, caller, portal, terms, [{ email, fullName, answers: [] }]);
  if (!invited || 'error' in invited) throw invited?.error ?? new Error('Nobody was invited.');
  return invited;
}
