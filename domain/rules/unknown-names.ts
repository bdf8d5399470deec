import type { Issue, Problem } from '../issue.ts';
import type { SignUpField } from '../sign-up-form/sign-up-field.ts';
import type { ApprovalRule } from './approval-rule.ts';

/** What the portal has, for rules to name. */
export type Nameable = { fields: SignUpField[]; connectionIds: string[] };

/** Finds what the rules name and the portal does not have. */
export function unknownNames(rules: ApprovalRule[], { fields, connectionIds }: Nameable): Issue[] {
  return rules.flatMap(({ when }, at) => {
    const inRule = (path: (string | number)[], problem: Problem): Issue => ({
      ...problem,
      path: ['rules', at, 'when', ...path].map(String),
    });
    const answers = (when.answers ?? []).flatMap((answer, nth) =>
      answerProblems(answer, fields).map(({ path, ...problem }) => inRule(['answers', nth, ...path], problem)),
    );
    const connections = (when.connections ?? []).flatMap((id, nth) =>
      connectionIds.includes(id)
        ? []
        : inRule(['connections', nth], { code: 'UNKNOWN_CONNECTION', message: 'This portal has no such connection.' }),
    );
    return [...answers, ...connections];
  });
}

type AnswerCondition = NonNullable<ApprovalRule['when']['answers']>[number];

function answerProblems({ field: key, values, pattern }: AnswerCondition, fields: SignUpField[]): Issue[] {
  const field = fields.find((known) => known.key === key);
  if (!field) return [{ path: ['field'], code: 'UNKNOWN_FIELD', message: `This portal has no field ${key}.` }];
  const isBoolean = field.kind === 'BOOLEAN';
  if (isBoolean && pattern !== null) {
    return [{ path: ['pattern'], code: 'WRONG_TYPE', message: 'The answers to this field are true or false.' }];
  }
  return (values ?? []).flatMap((value, at): Issue[] => {
    const path = ['values', String(at)];
    if ((typeof value === 'boolean') !== isBoolean) {
      return [{ path, code: 'WRONG_TYPE', message: isBoolean ? 'Must be true or false.' : 'Must be text.' }];
    }
    const isChoice = field.kind !== 'CHOICE' || field.choices.some((choice) => choice === value);
    return isChoice ? [] : [{ path, code: 'UNKNOWN_CHOICE', message: 'Must be one of the choices of the field.' }];
  });
}
