import { type Issue as Found, ISSUE_CODES } from '../../domain/issue.ts';
import { builder } from './builder.ts';

const IssueCode = builder.enumType('IssueCode', {
  description:
    'What is wrong with a field, for clients that have sentences of their own. More codes may be added: show `message` for one that you do not know.',
  values: ISSUE_CODES,
});

type Parameter = { name: string; value: string };
type Told = Pick<Found, 'path' | 'message' | 'code'> & { parameters: Parameter[] };

const IssueParameter = builder.objectRef<Parameter>('IssueParameter').implement({
  description: 'A number that stands in the message of an issue.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What the number is, such as `minimum` or `maximum`.' }),
    value: t.exposeString('value', { description: 'The number, in digits.' }),
  }),
});

export const Issue = builder.objectRef<Told>('Issue').implement({
  description: 'What is wrong with one field of the input.',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: 'Where in the input, such as ["email"] or ["ids", "3"].' }),
    message: t.exposeString('message', { description: 'What it must be, in English, to show beside the field.' }),
    code: t.expose('code', { type: IssueCode, description: 'What is wrong, to translate or to act on.' }),
    parameters: t.expose('parameters', {
      type: [IssueParameter],
      description: 'The numbers in the message, such as the shortest length. The description of each code names its own.',
    }),
  }),
});

/** An issue as clients read it, in a result or among the `extensions` of an error. */
export const told = ({ path, message, code, parameters = {} }: Found): Told => ({
  path,
  message,
  code,
  parameters: Object.entries(parameters).map(([name, value]) => ({ name, value: String(value) })),
});
