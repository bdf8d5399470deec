import { type Issue as Found, ISSUE_CODES } from '../../domain/issue.ts';
import { builder } from './builder.ts';
import { issueInWords } from './in-words.ts';

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
    message: t.exposeString('message', {
      description:
        'What the field must be, to show beside the field: in the language of `Accept-Language` (English, German, Japanese) as far as ' +
        'there is a text for the code, else in English or in the words of the portal.',
    }),
    code: t.expose('code', { type: IssueCode, description: 'The kind of the problem, for clients that have their own texts.' }),
    parameters: t.expose('parameters', {
      type: [IssueParameter],
      description: 'The numbers in the message, such as the minimum length. The description of each code names them.',
    }),
  }),
});

/**
 * An issue as clients read it, in a result or among the `extensions` of an error.
 * @param languages those that the client reads, as tags of BCP 47, the dearest first
 */
export const told = (issue: Found, languages: readonly string[]): Told => ({
  path: issue.path,
  message: issueInWords(issue, languages),
  code: issue.code,
  parameters: Object.entries(issue.parameters ?? {}).map(([name, value]) => ({ name, value: String(value) })),
});
