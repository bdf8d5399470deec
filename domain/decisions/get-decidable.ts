import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { isId } from '../ids.ts';
import { type Caller, may } from '../permissions.ts';

export async function getDecidable(app: App, caller: Caller, id: string): Promise<Developer> {
  const developer = await getReadable(app, caller, id);
  if (!may(caller, 'decide', developer.portalId)) throw new NotAllowed();
  return developer;
}

export async function getReadable(app: App, caller: Caller, id: string): Promise<Developer> {
  const developer = isId(id) ? await app.prisma.developer.findUnique({ where: { id } }) : null;
  if (!developer || !may(caller, 'read', developer.portalId)) throw new NotFound('registration');
  return developer;
}
