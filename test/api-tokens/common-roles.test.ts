import { expect, test } from 'vitest';
import { commonRoles, holdsRole } from '../../domain/api-tokens/common-roles.ts';
import { type HeldRole, may, type Permission } from '../../domain/permissions.ts';

const PERMISSIONS: Permission[] = ['read', 'decide', 'undoForOthers', 'configure', 'manageAdmins', 'seeClients'];
const PORTALS = [null, 'one', 'two'];

/** Every set of roles with at most one for all portals and one for each of two. */
const SETS: HeldRole[][] = PORTALS.reduce<HeldRole[][]>(
  (sets, portalId) =>
    sets.flatMap((set) => [set, ...(['VIEWER', 'APPROVER', 'OWNER'] as const).map((role) => [...set, { portalId, role }])]),
  [[]],
);

test('R91: common roles allow what both allow, and nothing else', () => {
  expect(SETS).toHaveLength(64);
  for (const some of SETS) {
    for (const others of SETS) {
      const roles = commonRoles(some, others);
      for (const permission of PERMISSIONS) {
        for (const portalId of [...PORTALS, 'three']) {
          const both = may({ roles: some }, permission, portalId) && may({ roles: others }, permission, portalId);
          const together = may({ roles }, permission, portalId);
          if (together !== both)
            expect([some, others, permission, portalId, together]).toEqual([some, others, permission, portalId, both]);
        }
      }
    }
  }
});

test('a role is held by itself, by a higher one, and by one for all portals', () => {
  const approver: HeldRole[] = [{ portalId: 'one', role: 'APPROVER' }];
  expect(holdsRole(approver, { portalId: 'one', role: 'VIEWER' })).toBe(true);
  expect(holdsRole(approver, { portalId: 'one', role: 'OWNER' })).toBe(false);
  expect(holdsRole(approver, { portalId: 'two', role: 'VIEWER' })).toBe(false);
  expect(holdsRole(approver, { portalId: null, role: 'VIEWER' })).toBe(false);
  expect(holdsRole([{ portalId: null, role: 'OWNER' }], { portalId: 'one', role: 'OWNER' })).toBe(true);
});
