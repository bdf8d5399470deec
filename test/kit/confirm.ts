import {
  AdminConfirmDocument,
  type AdminConfirmInput,
  AdminStartConfirmDocument,
  UpdateInstallationDocument,
  type UpdateInstallationInput,
} from '../generated/operations.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site } from './mutate.ts';
import { present } from './present.ts';

export async function adminStartConfirm({ graphql }: Site, token: string | undefined) {
  return present((await graphql(AdminStartConfirmDocument, {}, { token })).data.adminStartConfirm);
}

export const adminConfirm = (gatehouse: Site, input: AdminConfirmInput, token: string | undefined) =>
  mutate(gatehouse, AdminConfirmDocument, input, { token });

export const updateInstallation = (gatehouse: Site, input: UpdateInstallationInput, token: string | undefined) =>
  mutate(gatehouse, UpdateInstallationDocument, input, { token });

/** Makes it eleven minutes since all admins logged in or confirmed. */
export const waitElevenMinutes = ({ sql }: Installation) =>
  sql("UPDATE admin_sessions SET confirmed_at = now() - interval '11 minutes'");
