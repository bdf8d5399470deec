import * as z from 'zod';
import type { Developer } from '../../prisma/generated/client/client.ts';
import type { SignUpField } from './sign-up-field.ts';

export type AnswerValue = string | boolean;

const answer = z.object({ field: z.string(), value: z.union([z.string(), z.boolean()]) });

export type Answer = z.output<typeof answer>;

export const answers = z.array(answer);

export const answersOf = (developer: Pick<Developer, 'answers'>): Answer[] => answers.parse(developer.answers);

export type LabelledAnswer = Answer & { label: string };

export function answersTo(fields: SignUpField[], given: Answer[]): LabelledAnswer[] {
  const values = new Map(given.map(({ field, value }) => [field, value]));
  return fields.flatMap(({ key, label, kind }) => {
    const value = values.get(key);
    return value === undefined || !isOfKind(kind, value) ? [] : [{ field: key, label, value }];
  });
}

/** The kind of the field may have changed since the answer. Clients turn the answer to a URL field into a link. */
function isOfKind(kind: SignUpField['kind'], value: AnswerValue): boolean {
  if (typeof value === 'boolean') return kind === 'BOOLEAN';
  return kind === 'URL' ? /^https?:\/\//.test(value) : kind !== 'BOOLEAN';
}

/** Null removes an answer. */
export function withAnswers(present: Answer[], changes: Map<string, AnswerValue | null>): Answer[] {
  const changed = [...changes].flatMap(([field, value]) => (value === null ? [] : [{ field, value }]));
  return [...present.filter(({ field }) => !changes.has(field)), ...changed];
}

/** A page sends all fields that the person can edit, changed or not, and `false` for a box that nobody has touched. */
export function changedFields(present: Answer[], changes: Map<string, AnswerValue | null>): string[] {
  const before = new Map(present.map(({ field, value }) => [field, value]));
  return [...changes].filter(([field, value]) => (value || null) !== (before.get(field) || null)).map(([field]) => field);
}
