import * as z from 'zod';
import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { name, parseInput } from '../input.ts';
import { locale } from '../locales/locale.ts';
import { getPortal } from '../portals/find-portal.ts';
import { answersOf, withAnswers } from '../sign-up-form/answer.ts';
import { type AnswerInput, checkOwnAnswers } from '../sign-up-form/check-answers.ts';
import { fieldsOf } from '../sign-up-form/sign-up-field.ts';
import { transaction } from '../transaction.ts';
import { lockDeveloper } from './lock-developer.ts';

export type UpdateProfileInput = {
  portal: string;
  fullName?: string | null | undefined;
  answers?: AnswerInput[] | null | undefined;
  /** Null forgets it. */
  locale?: string | null | undefined;
};

const updateProfileInput = z.object({ fullName: name.nullish(), locale: locale.nullish() });

/** Fields that are left out stay. */
export async function updateProfile(app: App, developer: Developer | null, input: UpdateProfileInput): Promise<Developer> {
  if (!developer) throw new NotAllowed();
  const { id } = developer;
  const portal = await getPortal(app, input.portal);

  return await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, id);
    if (locked?.status !== 'APPROVED') throw new NotAllowed();
    const present = answersOf(locked);
    const { changes, issues } = checkOwnAnswers(fieldsOf(portal), input.answers ?? [], present);
    const { fullName, locale: chosen } = parseInput(updateProfileInput, input, issues);
    const fields = [...(fullName == null ? [] : ['fullName']), ...(chosen === undefined ? [] : ['locale']), ...changes.keys()];
    if (fields.length === 0) return locked;
    await record(tx, {
      type: 'developer.profile-changed',
      portalId: portal.id,
      actor: byDeveloper(id),
      subject: { kind: 'DEVELOPER', id },
      data: { fields },
    });
    const answers = withAnswers(present, changes);
    const data = { answers, ...(fullName != null && { fullName }), ...(chosen !== undefined && { locale: chosen }) };
    return await tx.developer.update({ where: { id }, data });
  });
}
