-- A link that parts from accounts at providers, mailed when a password changed.
ALTER TYPE "TokenPurpose" ADD VALUE 'UNLINK_SSO';
ALTER TYPE "LinkKind" ADD VALUE 'UNLINK_SSO';
