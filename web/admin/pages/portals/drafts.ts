import type { FindSignUpFormQuery, SignUpFieldInput } from '../../generated/operations.ts';

type Settings = NonNullable<NonNullable<FindSignUpFormQuery['portal']>['settings']>;
export type SavedField = Settings['signUpFields'][number];

/** A field while it is edited. The id stays while the key is typed. */
export type Draft = SavedField & { id: string; isNew: boolean };

export const draftOf = (field: SavedField): Draft => ({ ...field, id: field.key, isNew: false });

export const newDraft = (): Draft => ({
  id: crypto.randomUUID(),
  isNew: true,
  key: '',
  label: '',
  help: null,
  kind: 'TEXT',
  required: false,
  choices: [],
  maxLength: null,
  pattern: null,
  patternHint: null,
  visibleTo: 'PERSON_AND_ADMINS',
  editableBy: 'PERSON',
});

/** What the kind does not have is left out. */
export function inputOf({ id, isNew, choices, maxLength, pattern, patternHint, ...field }: Draft): SignUpFieldInput {
  const required = field.required && field.editableBy !== 'ADMINS';
  const ofText = field.kind === 'TEXT' ? { maxLength, pattern: pattern || null, patternHint: patternHint || null } : {};
  const ofChoice = field.kind === 'CHOICE' ? { choices: choices.map((one) => one.trim()).filter((one) => one !== '') } : {};
  return { ...field, help: field.help || null, required, ...ofText, ...ofChoice };
}

/** The draft one place further up (-1) or down (1). */
export function moved(drafts: Draft[], id: string, by: -1 | 1): Draft[] {
  const from = drafts.findIndex((draft) => draft.id === id);
  const draft = drafts[from];
  const others = drafts.filter((one) => one.id !== id);
  return draft ? [...others.slice(0, Math.max(0, from + by)), draft, ...others.slice(Math.max(0, from + by))] : drafts;
}
