import { z } from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { parseInput } from '../input.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { signUpFieldsInput } from '../sign-up-form/field-input.ts';
import { getPortalToConfigure } from './find-portal.ts';

const setInput = z.object({ portal: z.string(), fields: signUpFieldsInput });

/** Keeps the answers to removed fields but hides them until the field comes back. */
export async function setSignUpFields(
  app: App,
  admin: AdminWithRoles | null,
  input: z.input<typeof setInput>,
): Promise<Portal> {
  if (!admin) throw new NotAllowed();
  const { portal: slug, fields } = parseInput(setInput, input);
  const { id } = await getPortalToConfigure(app, admin, slug);
  return await app.prisma.portal.update({ where: { id }, data: { signUpFields: fields } });
}
