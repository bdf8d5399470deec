import type { Developer, DeveloperStatus, Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { tellStatus } from '../decisions/tell-status.ts';
import { answersOf, answersTo, type LabelledAnswer } from '../sign-up-form/answer.ts';
import { fieldsOf, isVisibleToPerson } from '../sign-up-form/sign-up-field.ts';
import { findHolder } from './status-token.ts';

export type Registration = {
  portal: Portal;
  status: DeveloperStatus;
  /** Null after an approval: an approved person logs in. */
  developer: Pick<Developer, 'email' | 'fullName' | 'waitingSince'> | null;
  answers: LabelledAnswer[];
  decision: { reason: string | null; createdAt: Date } | null;
};

/** Notes that the person is told the status, so that a decision that this shows cannot be undone. */
export async function findRegistration(app: App, token: string): Promise<Registration | null> {
  const holder = await findHolder(app, token);
  if (!holder) return null;
  const told = await tellStatus(app, holder.id, holder.passwordHash);
  if (!told) return null;
  const found = await app.prisma.developer.findUnique({
    where: { id: holder.id },
    include: { portal: true, decisions: { orderBy: { id: 'desc' }, take: 1 } },
  });
  // A decision since then is for the next look.
  if (found?.status !== told) return await findRegistration(app, token);
  const { portal, decisions, ...developer } = found;
  if (told === 'APPROVED') return { portal, status: told, developer: null, answers: [], decision: null };
  const answers = answersTo(fieldsOf(portal).filter(isVisibleToPerson), answersOf(developer));
  return { portal, status: told, developer, answers, decision: told === 'PENDING' ? null : (decisions[0] ?? null) };
}
