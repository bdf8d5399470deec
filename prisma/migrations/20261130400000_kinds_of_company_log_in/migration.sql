-- AlterEnum
ALTER TYPE "AdminTokenPurpose" ADD VALUE 'ADMIN_LINK_SSO';

-- AlterEnum
ALTER TYPE "LinkKind" ADD VALUE 'ADMIN_LINK_SSO';
