import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { isId } from '../ids.ts';

export async function revokeSession(app: App, developer: Developer | null, input: { id: string }): Promise<void> {
  if (!developer) throw new NotAllowed();
  const { id } = input;
  const ended = isId(id) ? await app.prisma.session.deleteMany({ where: { id, developerId: developer.id } }) : { count: 0 };
  if (ended.count === 0) throw new NotFound('session');
}
