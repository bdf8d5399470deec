import { Prisma } from './generated/client/client.ts';

/** Whether a unique key refused what somebody else has already: the database decided a race. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
