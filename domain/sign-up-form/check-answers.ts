import type { Issue, Problem } from '../issue.ts';
import { type Answer, type AnswerValue, answersTo } from './answer.ts';
import { checkAnswer } from './check-answer.ts';
import { isOnForm, isVisibleToPerson, MOST_FIELDS, type SignUpField } from './sign-up-field.ts';

export type AnswerInput = { field: string; value?: AnswerValue | null | undefined };

export type CheckedAnswers = { changes: Map<string, AnswerValue | null>; issues: Issue[] };

type Refusal = (field: SignUpField) => Problem | null;

const NO_SUCH_FIELD: Problem = { code: 'UNKNOWN_FIELD', message: 'There is no such field.' };
const FIXED: Problem = { code: 'READ_ONLY', message: 'You cannot change this.' };
const THE_PERSONS: Problem = { code: 'READ_ONLY', message: 'Only the person can answer this.' };
const TWICE: Problem = { code: 'DUPLICATE', message: 'This field is answered twice.' };
const TOO_MANY: Problem = { code: 'TOO_MANY', message: 'Answer each field once.', parameters: { maximum: 2 * MOST_FIELDS } };

export function checkForm(fields: SignUpField[], given: AnswerInput[]): CheckedAnswers {
  const missing = fields.filter((field) => isOnForm(field) && !given.some((answer) => answer.field === field.key));
  const whole = [...given, ...missing.map(({ key }) => ({ field: key }))];
  return checkCorrections(fields, whole);
}

export const checkCorrections = (fields: SignUpField[], given: AnswerInput[]): CheckedAnswers =>
  check(fields, given, (field) => (isOnForm(field) ? null : NO_SUCH_FIELD));

export function checkOwnAnswers(fields: SignUpField[], given: AnswerInput[], present: Answer[]): CheckedAnswers {
  const editable = new Set(ownFields(fields, present));
  return check(fields, given, (field) => {
    if (editable.has(field)) return null;
    return isOnForm(field) || isVisibleToPerson(field) ? FIXED : NO_SUCH_FIELD;
  });
}

/** What the person can edit now. A field with the editor NOBODY can be answered once, if the form did not ask for it. */
export function ownFields(fields: SignUpField[], present: Answer[]): SignUpField[] {
  const answered = new Set(answersTo(fields, present).map(({ field }) => field));
  return fields.filter(({ editableBy, key }) => editableBy === 'PERSON' || (editableBy === 'NOBODY' && !answered.has(key)));
}

export function checkAdminsAnswers(fields: SignUpField[], given: AnswerInput[]): CheckedAnswers {
  return check(fields, given, ({ editableBy }) => (editableBy === 'ADMINS' ? null : THE_PERSONS));
}

export function stillFitting(fields: SignUpField[], given: Answer[]): Answer[] {
  return fields.filter(isOnForm).flatMap((field) => {
    const checked = checkAnswer(field, given.find((answer) => answer.field === field.key)?.value);
    return 'wrong' in checked || checked.value === null ? [] : [{ field: field.key, value: checked.value }];
  });
}

function check(fields: SignUpField[], given: AnswerInput[], refusal: Refusal): CheckedAnswers {
  const changes: CheckedAnswers['changes'] = new Map();
  if (given.length > 2 * MOST_FIELDS) return { changes, issues: [{ path: ['answers'], ...TOO_MANY }] };
  const seen = new Set<string>();
  const issues = given.flatMap((answer) => {
    const problem = seen.has(answer.field) ? TWICE : checkOne(answer);
    seen.add(answer.field);
    return problem === null ? [] : [{ path: ['answers', answer.field], ...problem }];
  });
  return { changes, issues };

  function checkOne({ field: key, value }: AnswerInput): Problem | null {
    const field = fields.find((one) => one.key === key);
    const refused = field ? refusal(field) : NO_SUCH_FIELD;
    if (!field || refused) return refused;
    const checked = checkAnswer(field, value);
    if ('wrong' in checked) return checked.wrong;
    changes.set(key, checked.value);
    return null;
  }
}
