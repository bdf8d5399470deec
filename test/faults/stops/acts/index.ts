import type { Act } from '../act.ts';
import { adminSecondFactors } from './admin-second-factors.ts';
import { admins } from './admins.ts';
import { decisions } from './decisions.ts';
import { invitations } from './invitations.ts';
import { ownAccount } from './own-account.ts';
import { ownSecondFactors } from './own-second-factors.ts';
import { portals } from './portals.ts';
import { sso } from './sso.ts';
import { strangers } from './strangers.ts';

/** Every mutation, by its name. */
export const acts: Record<string, Act> = {
  ...strangers,
  ...ownAccount,
  ...ownSecondFactors,
  ...decisions,
  ...invitations,
  ...admins,
  ...adminSecondFactors,
  ...portals,
  ...sso,
};
