import { z } from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';

export const FIELD_KINDS = ['TEXT', 'CHOICE', 'BOOLEAN', 'URL'] as const;

/** Who gets to see an answer. */
export const VISIBILITIES = ['PERSON_AND_ADMINS', 'ADMINS'] as const;

/**
 * Who gives an answer. NOBODY: the person gives it once, on the form or later if the form did not ask, and nobody changes it
 * after that.
 */
export const EDITORS = ['PERSON', 'ADMINS', 'NOBODY'] as const;

/** @limit fields: Fields of a sign-up form. Beyond: InvalidInput. */
export const MOST_FIELDS = 20;

const signUpField = z.object({
  /** Its name in the API and in answers. */
  key: z.string(),
  label: z.string(),
  help: z.string().nullable(),
  kind: z.enum(FIELD_KINDS),
  required: z.boolean(),
  /** Of a CHOICE; empty for the others. */
  choices: z.array(z.string()),
  /** This and the next two are for a TEXT: what the whole text must match, and that in words. */
  pattern: z.string().nullable(),
  patternHint: z.string().nullable(),
  maxLength: z.number().nullable(),
  visibleTo: z.enum(VISIBILITIES),
  editableBy: z.enum(EDITORS),
});

/** What a portal asks besides name and address. */
export type SignUpField = z.output<typeof signUpField>;

const signUpFields = z.array(signUpField);

/** The fields of a portal, in their order. */
export const fieldsOf = (portal: Pick<Portal, 'signUpFields'>): SignUpField[] => signUpFields.parse(portal.signUpFields);

export const isOnForm = ({ editableBy }: SignUpField): boolean => editableBy !== 'ADMINS';

export const isVisibleToPerson = ({ visibleTo }: SignUpField): boolean => visibleTo === 'PERSON_AND_ADMINS';
