-- AlterEnum
ALTER TYPE "AdminTokenPurpose" ADD VALUE 'ADMIN_DECIDE';

-- AlterEnum
ALTER TYPE "LinkKind" ADD VALUE 'ADMIN_DECIDE';
