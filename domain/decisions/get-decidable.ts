import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { isId } from '../ids.ts';
import { type AdminWithRoles, may } from '../permissions.ts';

export async function getDecidable(app: App, admin: AdminWithRoles, id: string): Promise<Developer> {
  const developer = await getReadable(app, admin, id);
  if (!may(admin, 'decide', developer.portalId)) throw new NotAllowed();
  return developer;
}

export async function getReadable(app: App, admin: AdminWithRoles, id: string): Promise<Developer> {
  const developer = isId(id) ? await app.prisma.developer.findUnique({ where: { id } }) : null;
  if (!developer || !may(admin, 'read', developer.portalId)) throw new NotFound('registration');
  return developer;
}
