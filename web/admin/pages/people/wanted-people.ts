import type { DeveloperFilter, DeveloperOrder } from '../../generated/operations.ts';

/** The groups of people that the list can show, as filters of the API. */
export const GROUPS = {
  all: {},
  waiting: { status: ['PENDING'], emailVerified: true },
  unverified: { status: ['PENDING'], emailVerified: false },
  APPROVED: { status: ['APPROVED'] },
  neverLoggedIn: { status: ['APPROVED'], hasLoggedIn: false },
  REJECTED: { status: ['REJECTED'] },
  REVOKED: { status: ['REVOKED'] },
  mailStopped: { mailState: ['BOUNCED', 'COMPLAINED'] },
} as const satisfies Record<string, DeveloperFilter>;

export const ORDERS = {
  NEWEST: { field: 'CREATED_AT', direction: 'DESC' },
  OLDEST: { field: 'CREATED_AT', direction: 'ASC' },
  LAST_LOG_IN: { field: 'LAST_LOG_IN_AT', direction: 'DESC' },
  NAME: { field: 'FULL_NAME', direction: 'ASC' },
  EMAIL: { field: 'EMAIL', direction: 'ASC' },
} as const satisfies Record<string, DeveloperOrder>;

export type Group = keyof typeof GROUPS;
export type OrderName = keyof typeof ORDERS;

/** What the URL names, else the first. */
export function named<Name extends string>(names: Record<Name, unknown>, name: string, first: Name): Name {
  return Object.keys(names).find((one): one is Name => one === name) ?? first;
}
