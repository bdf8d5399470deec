import * as z from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';

export const FIELD_KINDS = ['TEXT', 'CHOICE', 'BOOLEAN', 'URL'] as const;

export const VISIBILITIES = ['PERSON_AND_ADMINS', 'ADMINS'] as const;

/** With NOBODY the person answers once, and nobody can change the answer later. */
export const EDITORS = ['PERSON', 'ADMINS', 'NOBODY'] as const;

/** @limit fields: Fields of a sign-up form. Beyond: InvalidInput. */
export const MOST_FIELDS = 20;

const signUpField = z.object({
  key: z.string(),
  label: z.string(),
  help: z.string().nullable(),
  kind: z.enum(FIELD_KINDS),
  required: z.boolean(),
  choices: z.array(z.string()),
  /** This and the next two exist only for a TEXT field. */
  pattern: z.string().nullable(),
  patternHint: z.string().nullable(),
  maxLength: z.number().nullable(),
  visibleTo: z.enum(VISIBILITIES),
  editableBy: z.enum(EDITORS),
});

export type SignUpField = z.output<typeof signUpField>;

const signUpFields = z.array(signUpField);

export const fieldsOf = (portal: Pick<Portal, 'signUpFields'>): SignUpField[] => signUpFields.parse(portal.signUpFields);

export const isOnForm = ({ editableBy }: SignUpField): boolean => editableBy !== 'ADMINS';

export const isVisibleToPerson = ({ visibleTo }: SignUpField): boolean => visibleTo === 'PERSON_AND_ADMINS';
