import type { Developer, DeveloperStatus, Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { tellStatus } from '../decisions/tell-status.ts';
import { answersOf, answersTo, type LabelledAnswer } from '../sign-up-form/answer.ts';
import { ownFields } from '../sign-up-form/check-answers.ts';
import { fieldsOf, isVisibleToPerson, type SignUpField } from '../sign-up-form/sign-up-field.ts';
import { findHolder } from './status-token.ts';

export type Registration = {
  portal: Portal;
  status: DeveloperStatus;
  /** Null after an approval: an approved person logs in. */
  developer: Pick<Developer, 'email' | 'fullName' | 'waitingSince'> | null;
  answers: LabelledAnswer[];
  /** What the person can change now. */
  editable: SignUpField[];
  decision: { reason: string | null; createdAt: Date } | null;
};

/** Notes that the person is told the status, so that a decision that this shows cannot be undone. */
export async function findRegistration(app: App, token: string): Promise<Registration | null> {
  const holder = await findHolder(app, token);
  if (!holder) return null;
  const told = await tellStatus(app, holder.id, holder);
  if (!told) return null;
  const found = await app.prisma.developer.findUnique({
    where: { id: holder.id },
    include: { portal: true, decisions: { orderBy: { id: 'desc' }, take: 1 } },
  });
  // A decision since then is for the next look.
  if (found?.status !== told) return await findRegistration(app, token);
  const { portal, decisions, ...developer } = found;
  if (told === 'APPROVED') return { portal, status: told, developer: null, answers: [], editable: [], decision: null };
  const [fields, present] = [fieldsOf(portal), answersOf(developer)];
  const answers = answersTo(fields.filter(isVisibleToPerson), present);
  const isDecided = told !== 'PENDING';
  const editable = isDecided ? [] : ownFields(fields, present);
  return { portal, status: told, developer, answers, editable, decision: isDecided ? (decisions[0] ?? null) : null };
}
