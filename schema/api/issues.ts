import { type Issue as Found, ISSUE_CODES } from '../../domain/issue.ts';
import { builder } from './builder.ts';

const IssueCode = builder.enumType('IssueCode', {
  description: 'The kind of a problem with a field. More codes can be added: show `message` for a code that you do not know.',
  values: ISSUE_CODES,
});

type Parameter = { name: string; value: string };
type Told = Pick<Found, 'path' | 'message' | 'code'> & { parameters: Parameter[] };

const IssueParameter = builder.objectRef<Parameter>('IssueParameter').implement({
  description: 'A number from the message of an issue.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the number, such as `minimum` or `maximum`.' }),
    value: t.exposeString('value', { description: 'The number in digits, such as `15`.' }),
  }),
});

export const Issue = builder.objectRef<Told>('Issue').implement({
  description: 'A problem with one field of the input.',
  fields: (t) => ({
    path: t.exposeStringList('path', {
      description: 'The path to the field in the input, such as `["email"]` or `["ids", "3"]`.',
    }),
    message: t.exposeString('message', { description: 'What the field must be, in English, to show beside the field.' }),
    code: t.expose('code', { type: IssueCode, description: 'The kind of the problem, for clients that have their own texts.' }),
    parameters: t.expose('parameters', {
      type: [IssueParameter],
      description: 'The numbers in the message, such as the minimum length. The description of each code names them.',
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
