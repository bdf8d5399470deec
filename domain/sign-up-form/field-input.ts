import * as z from 'zod';
import { filled, line } from '../input.ts';
import { saying } from '../issue.ts';
import { isPattern } from './pattern.ts';
import { EDITORS, FIELD_KINDS, MOST_FIELDS, type SignUpField, VISIBILITIES } from './sign-up-field.ts';

/** @limit characters: Key of a sign-up field. Beyond: InvalidInput. */
export const LONGEST_KEY = 40;
/** @limit characters: Label of a sign-up field, and the hint of a pattern. Beyond: InvalidInput. */
export const LONGEST_LABEL = 200;
/** @limit characters: Help text of a sign-up field. Beyond: InvalidInput. */
export const LONGEST_HELP = 500;
/** @limit choices: Choices of a CHOICE field. Beyond: InvalidInput. */
export const MOST_CHOICES = 50;
/** @limit characters: One choice of a CHOICE field. Beyond: InvalidInput. */
export const LONGEST_CHOICE = 100;
/** @limit characters: Pattern of a TEXT field. Beyond: InvalidInput. */
export const LONGEST_PATTERN = 200;
/** @limit characters: `maxLength` of a TEXT field. Beyond: InvalidInput. */
export const LONGEST_TEXT = 2_000;
// Matching blocks the process, and a longer text takes more time.
/** @limit characters: `maxLength` of a TEXT field with a pattern. Beyond: InvalidInput. */
export const LONGEST_MATCHED_TEXT = 256;

const key = filled(LONGEST_KEY).regex(
  /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/,
  'Must be lower-case letters, digits and inner hyphens or underscores, and start with a letter.',
);

const signUpFieldInput = z
  .object({
    key,
    label: line(LONGEST_LABEL),
    help: line(LONGEST_HELP).nullish(),
    kind: z.enum(FIELD_KINDS),
    required: z.boolean().nullish(),
    choices: z.array(line(LONGEST_CHOICE)).max(MOST_CHOICES, `Must have at most ${MOST_CHOICES} entries.`).nullish(),
    pattern: line(LONGEST_PATTERN)
      .refine(isPattern, 'Must be a short regular expression in RE2 syntax, without look-around and back-references.')
      .nullish(),
    patternHint: line(LONGEST_LABEL).nullish(),
    maxLength: z.int().min(1, 'Must be at least 1.').max(LONGEST_TEXT, `Must be at most ${LONGEST_TEXT}.`).nullish(),
    visibleTo: z.enum(VISIBILITIES).nullish(),
    editableBy: z.enum(EDITORS).nullish(),
  })
  .transform(
    (field): SignUpField => ({
      key: field.key,
      label: field.label,
      help: field.help ?? null,
      kind: field.kind,
      required: field.required ?? false,
      choices: field.choices ?? [],
      pattern: field.pattern ?? null,
      patternHint: field.patternHint ?? null,
      maxLength: field.maxLength ?? null,
      visibleTo: field.visibleTo ?? 'PERSON_AND_ADMINS',
      editableBy: field.editableBy ?? 'PERSON',
    }),
  )
  .superRefine((field, context) => {
    for (const [name, problem] of contradictions(field)) context.addIssue({ code: 'custom', path: [name], ...problem });
  });

export type SignUpFieldInput = z.input<typeof signUpFieldInput>;

export const signUpFieldsInput = z
  .array(signUpFieldInput)
  .max(MOST_FIELDS, `Must have at most ${MOST_FIELDS} entries.`)
  .superRefine((fields, context) => {
    for (const [at, { key }] of fields.entries()) {
      const isFirst = fields.findIndex((field) => field.key === key) === at;
      if (!isFirst)
        context.addIssue({ code: 'custom', path: [at, 'key'], ...saying('DUPLICATE', 'Another field has this key.') });
    }
  });

function contradictions(field: SignUpField): [keyof SignUpField, ReturnType<typeof saying>][] {
  const { kind, choices, pattern, patternHint, maxLength, required, visibleTo, editableBy } = field;
  const contradictory = (message: string) => saying('CONTRADICTORY', message);
  const maximum = LONGEST_MATCHED_TEXT;
  const found: [boolean, keyof SignUpField, ReturnType<typeof saying>][] = [
    [kind === 'CHOICE' && choices.length === 0, 'choices', saying('REQUIRED', 'A CHOICE field needs at least one choice.')],
    [kind !== 'CHOICE' && choices.length > 0, 'choices', contradictory('Only a CHOICE field can have choices.')],
    [new Set(choices).size < choices.length, 'choices', saying('DUPLICATE', 'Two choices are the same.')],
    [kind !== 'TEXT' && pattern !== null, 'pattern', contradictory('Only a TEXT field can have one.')],
    [pattern === null && patternHint !== null, 'patternHint', contradictory('There is no pattern to explain.')],
    [kind !== 'TEXT' && maxLength !== null, 'maxLength', contradictory('Only a TEXT field can have one.')],
    [
      pattern !== null && (maxLength ?? 0) > maximum,
      'maxLength',
      saying('TOO_HIGH', `Must be at most ${maximum} with a pattern.`, { maximum }),
    ],
    [
      required && editableBy === 'ADMINS',
      'required',
      contradictory('A field that only admins can edit is not on the form, so it cannot be required.'),
    ],
    [
      visibleTo === 'ADMINS' && editableBy === 'PERSON',
      'visibleTo',
      contradictory('The person must be able to see an answer that the person can edit.'),
    ],
  ];
  return found.flatMap(([isWrong, name, problem]) => (isWrong ? [[name, problem]] : []));
}
