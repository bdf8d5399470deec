import { type Developer, Prisma } from '../../prisma/generated/client/client.ts';

/** Whole by its type: a field that the schema gains is missing here until it stands here, too. */
const columns: Record<keyof Developer, string> = {
  id: 'id',
  portalId: 'portal_id',
  email: 'email',
  typedEmail: 'typed_email',
  fullName: 'full_name',
  answers: 'answers',
  answersByField: 'answers_by_field',
  status: 'status',
  emailVerifiedAt: 'email_verified_at',
  passwordHash: 'password_hash',
  evaluatedAt: 'evaluated_at',
  toldToWaitAt: 'told_to_wait_at',
  askedAt: 'asked_at',
  remindedAt: 'reminded_at',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
};

/** The SQL that selects a `Developer` from what a statement of ours calls `developer`. */
export const developerColumns = Prisma.raw(
  Object.entries(columns)
    .map(([field, column]) => `developer.${column} AS "${field}"`)
    .join(', '),
);
