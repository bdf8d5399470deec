import { ConfirmationRequired } from './errors.ts';
import type { AdminWithRoles, TokenWithRoles } from './permissions.ts';

/** @limit Time after a log-in or `adminConfirm` in which an admin can open doors. Beyond: ConfirmationRequired. */
export const CONFIRMED_MS = 10 * 60_000;

/** The admin who asks, and whether they logged in or confirmed it a short time ago. */
export type ActingAdmin = AdminWithRoles & { isConfirmed: boolean };

/** The admin who asks, or an API token, which is asked for no confirmation. */
export type ActingCaller = ActingAdmin | TokenWithRoles;

/** The admin whose session it is. */
export type LoggedInAdmin = ActingAdmin & { sessionId: string };

/**
 * For acts that give people or machines a way in: whoever finds an open session cannot do them alone.
 * @throws ConfirmationRequired
 */
export function demandConfirmed({ isConfirmed }: ActingCaller): void {
  if (!isConfirmed) throw new ConfirmationRequired();
}
