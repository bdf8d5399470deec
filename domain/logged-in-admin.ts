import { ConfirmationRequired } from './errors.ts';
import type { AdminWithRoles } from './permissions.ts';

/** @limit Time after a log-in or `adminConfirm` in which an admin can open doors. Beyond: ConfirmationRequired. */
export const CONFIRMED_MS = 10 * 60_000;

/** The admin who asks, and whether they logged in or confirmed it a short time ago. */
export type ActingAdmin = AdminWithRoles & { isConfirmed: boolean };

/** The admin whose session it is. */
export type LoggedInAdmin = ActingAdmin & { sessionId: string };

/**
 * For acts that give people or machines a way in: whoever finds an open session cannot do them alone.
 * @throws ConfirmationRequired
 */
export function demandConfirmed({ isConfirmed }: ActingAdmin): void {
  if (!isConfirmed) throw new ConfirmationRequired();
}
