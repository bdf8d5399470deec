import { DEEPEST, MOST_MARKS, readMarkdown } from '../../texts/markdown.ts';
import type { Block, TextProblem } from '../../texts/rich-text.ts';
import { type Mail, type MailWording, TEMPLATED } from '../../texts/templated-mails.ts';
import { withStandIns } from '../../texts/variables.ts';
import type { Issue, Problem } from '../issue.ts';

/** @limit problems: Problems that are named of one text of an email. Beyond: The others are left out. */
export const MOST_PROBLEMS = 10;
/** @limit characters: Part of a text that a problem repeats. Beyond: It is cut off. */
export const LONGEST_PART = 80;

/** What an email cannot have in its texts, by field. */
export function problemsOf(mail: Mail, { subject, title, body, buttonLabel }: MailWording): Issue[] {
  const { variables, hasButton } = TEMPLATED[mail];
  const { blocks, problems } = readMarkdown(body, variables);
  const plain = Object.entries({ subject, title, buttonLabel: buttonLabel ?? '' }).flatMap(([field, text]) =>
    issuesIn(mail, field, withStandIns(text, variables).problems),
  );
  const ofBody = issuesIn(mail, 'body', problems);
  const ofButton: Issue = { path: ['buttonLabel'], code: 'READ_ONLY', message: 'The buttons of this email stay as they are.' };
  return [
    ...plain,
    ...(ofBody.length > 0 ? ofBody : lackingIn(mail, blocks)),
    ...(buttonLabel !== null && !hasButton ? [ofButton] : []),
  ];
}

const issuesIn = (mail: Mail, field: string, problems: TextProblem[]): Issue[] =>
  problems.slice(0, MOST_PROBLEMS).map((problem) => ({ path: [field], ...inWords(mail, problem) }));

function inWords(mail: Mail, { code, what }: TextProblem): Problem {
  const part = [...what].slice(0, LONGEST_PART).join('');
  switch (code) {
    case 'UNKNOWN_VARIABLE': {
      const known = TEMPLATED[mail].variables.map((name) => `{{${name}}}`).join(', ');
      return { code, message: `This email has no variable {{${part}}}. It has: ${known}.` };
    }
    case 'UNSAFE_LINK':
      return { code, message: `A link to ${part} is not allowed: only https and mailto, without variables.` };
    case 'IMAGE':
      return { code: 'MALFORMED', message: `Pictures are not allowed: ${part}` };
    case 'TOO_DEEP':
      return {
        code: 'MALFORMED',
        message: `Must have at most ${DEEPEST} lists or quotes inside each other, and at most ${MOST_MARKS} signs * and _.`,
      };
  }
}

function lackingIn(mail: Mail, blocks: Block[]): Issue[] {
  if (blocks.length === 0) return [{ path: ['body'], code: 'REQUIRED', message: 'Must not be empty.' }];
  const shown = JSON.stringify(blocks);
  const missing = (TEMPLATED[mail].required ?? []).filter(
    (name) => !shown.includes(JSON.stringify({ kind: 'variable', name })),
  );
  return missing.map((name) => ({
    path: ['body'],
    code: 'MISSING_VARIABLE',
    message: `Must have {{${name}}}, because the email is about it.`,
  }));
}
