import { databaseNow } from '../../domain/clock.ts';
import type { Context } from './context.ts';
import { once } from './once.ts';

const read = once(({ app }) => databaseNow(app.prisma));

/** The same time for a whole request. */
export const nowOf = (context: Context): Promise<Date> => read(context, '');
