import { z } from 'zod';
import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { name, parseInput } from '../input.ts';

const updateProfileInput = z.object({ fullName: name });

/**
 * Changes what people may say about themselves without proving anything.
 * @throws NotAllowed without a developer, InvalidInput
 */
export async function updateProfile(
  app: App,
  developer: Developer | null,
  input: z.input<typeof updateProfileInput>,
): Promise<Developer> {
  if (!developer) throw new NotAllowed();
  const data = parseInput(updateProfileInput, input);
  const [updated] = await app.prisma.developer.updateManyAndReturn({ where: { id: developer.id, status: 'APPROVED' }, data });
  if (!updated) throw new NotAllowed();
  return updated;
}
