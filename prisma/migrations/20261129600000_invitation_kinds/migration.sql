-- An emailed invitation of a developer, a link that opens the sign-up form, and an invitation as what an event is about.
ALTER TYPE "TokenPurpose" ADD VALUE 'ACCEPT_INVITATION';
ALTER TYPE "LinkKind" ADD VALUE 'ACCEPT_INVITATION';
ALTER TYPE "LinkKind" ADD VALUE 'SIGN_UP';
ALTER TYPE "SubjectKind" ADD VALUE 'INVITATION';
