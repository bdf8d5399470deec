import { type Developer, Prisma } from '../../prisma/generated/client/client.ts';

/** The type makes the compiler report a missing column. */
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

/** `developer` is the alias in the query that uses it. */
export const developerColumns = Prisma.raw(
  Object.entries(columns)
    .map(([field, column]) => `developer.${column} AS "${field}"`)
    .join(', '),
);
