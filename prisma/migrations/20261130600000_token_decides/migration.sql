-- AlterEnum
ALTER TYPE "DecisionMaker" ADD VALUE 'TOKEN' AFTER 'ADMIN';
