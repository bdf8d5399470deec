import * as z from 'zod';
import { isLanguage, LANGUAGES } from '../../texts/languages.ts';
import { isMail, type Mail, type MailWording } from '../../texts/templated-mails.ts';
import { InvalidInput } from '../errors.ts';
import { line, linesUpTo, parseInput } from '../input.ts';
import { saying } from '../issue.ts';
import { locale } from '../locales/locale.ts';
import { problemsOf } from './problems-of.ts';

/** @limit characters: Subject of an email, as a portal writes it. Beyond: InvalidInput. */
export const LONGEST_SUBJECT = 200;
/** @limit characters: Title inside an email, as a portal writes it. Beyond: InvalidInput. */
export const LONGEST_TITLE = 200;
/** @limit characters: Body of an email, as a portal writes it. Beyond: InvalidInput. */
export const LONGEST_BODY = 4_000;
/** @limit characters: Label of the button of an email, as a portal writes it. Beyond: InvalidInput. */
export const LONGEST_LABEL = 60;

const hint = saying('UNKNOWN_CHOICE', `Must be one of: ${LANGUAGES.join(', ')}.`);

/** Also a language that the portal does not offer yet, so that its texts can be written first. */
export const whichTemplate = z.object({
  portal: z.string(),
  mail: z.string().refine(isMail, saying('UNKNOWN_CHOICE', 'There is no such email.')),
  locale: locale.refine(isLanguage, hint),
});

export const textsInput = whichTemplate.extend({
  subject: line(LONGEST_SUBJECT),
  title: line(LONGEST_TITLE),
  body: linesUpTo(LONGEST_BODY).pipe(z.string({ error: () => 'Must not be empty.' })),
  buttonLabel: line(LONGEST_LABEL).nullish(),
});

/** @throws InvalidInput that names each field, also for what is wrong inside a text */
export function parseTexts<Schema extends z.ZodType<MailWordingInput>>(schema: Schema, input: z.input<Schema>) {
  const parsed = parseInput(schema, input);
  const { mail, subject, title, body, buttonLabel = null } = parsed;
  const texts: MailWording = { subject, title, body, buttonLabel };
  const issues = problemsOf(mail, texts);
  if (issues.length > 0) throw new InvalidInput(issues);
  return { ...parsed, texts };
}

type MailWordingInput = Omit<MailWording, 'buttonLabel'> & { mail: Mail; buttonLabel?: string | null | undefined };
