import { randomUUID } from 'node:crypto';
import {
  AcceptAdminInvitationDocument,
  type AcceptAdminInvitationInput,
  AddNoteDocument,
  AdminChangePasswordDocument,
  AdminConfirmSsoDocument,
  AdminDocument,
  AdminInvitationsDocument,
  AdminLogInDocument,
  type AdminLogInInput,
  AdminLogOutDocument,
  type AdminLogOutInput,
  AdminRequestPasswordResetDocument,
  AdminResetPasswordDocument,
  AdminRevokeOtherSessionsDocument,
  type AdminRevokeOtherSessionsInput,
  AdminRevokeSessionDocument,
  type AdminRoleInput,
  AdminSessionsDocument,
  AdminSsoIdentitiesDocument,
  AdminsDocument,
  AdminUnlinkSsoIdentityDocument,
  AdminUpdateNotificationsDocument,
  type AdminUpdateNotificationsInput,
  AdminUpdateProfileDocument,
  type AdminUpdateProfileInput,
  type AnswerInput,
  ApproveAllDocument,
  ApproveDevelopersDocument,
  type ApproveDevelopersMutation,
  BulkDecisionDocument,
  CreatePortalDocument,
  type CreatePortalInput,
  type DecideAllInput,
  type DecideDevelopersInput,
  DecideFromMailDocument,
  type DecideFromMailInput,
  DeleteDevelopersDocument,
  EndSessionDocument,
  EndSessionsDocument,
  InviteAdminDocument,
  type ReasonTemplateInput,
  ReinstateDevelopersDocument,
  type ReinstateDevelopersMutation,
  RejectAllDocument,
  RejectDevelopersDocument,
  type RejectDevelopersMutation,
  RemoveAdminDocument,
  RemoveSsoIdentityDocument,
  RevokeAdminInvitationDocument,
  RevokeDevelopersDocument,
  type RevokeDevelopersMutation,
  SessionsOfDocument,
  SetAnswersDocument,
  SetReasonTemplatesDocument,
  SetSignUpFieldsDocument,
  type SignUpFieldInput,
  type TypedDocumentString,
  UndoDecisionsDocument,
  UpdateAdminDocument,
  UpdatePortalDocument,
  type UpdatePortalInput,
} from '../generated/operations.ts';
import type { RequestOptions } from './graphql.ts';
import { ADMIN, type Installation } from './installation.ts';
import { mutate, type Site, succeed } from './mutate.ts';
import { present } from './present.ts';

/** The address of the admin who is logged in, or null. */
export async function whichAdminAmI({ graphql }: Site, options: RequestOptions): Promise<string | null> {
  const { data, text } = await graphql(AdminDocument, {}, options);
  if (data?.admin === undefined) throw new Error(`admin answered ${text}`);
  return data.admin?.email ?? null;
}

export type Decision = 'approve' | 'reject' | 'revoke' | 'reinstate';

type Decided = {
  approve: ApproveDevelopersMutation['approveDevelopers'];
  reject: RejectDevelopersMutation['rejectDevelopers'];
  revoke: RevokeDevelopersMutation['revokeDevelopers'];
  reinstate: ReinstateDevelopersMutation['reinstateDevelopers'];
}[Decision];

export const VERBS: Decision[] = ['approve', 'reject', 'revoke', 'reinstate'];

const DOCUMENTS: Record<Decision, TypedDocumentString<Record<string, Decided>, { input: DecideDevelopersInput }>> = {
  approve: ApproveDevelopersDocument,
  reject: RejectDevelopersDocument,
  revoke: RevokeDevelopersDocument,
  reinstate: ReinstateDevelopersDocument,
};

export const decide = (
  gatehouse: Site,
  verb: Decision,
  ids: string[],
  token: string | undefined,
  more: Partial<DecideDevelopersInput> = {},
) => mutate(gatehouse, DOCUMENTS[verb], { ids, ...more }, { token });

export const setReasonTemplates = (
  gatehouse: Site,
  templates: ReasonTemplateInput[],
  token: string | undefined,
  portal = 'demo',
) => mutate(gatehouse, SetReasonTemplatesDocument, { portal, templates }, { token });

export const approveAll = (gatehouse: Site, input: Partial<DecideAllInput>, token: string | undefined) =>
  mutate(gatehouse, ApproveAllDocument, { portal: 'demo', expectedCount: 1, ...input }, { token });

export const rejectAll = (gatehouse: Site, input: Partial<DecideAllInput>, token: string | undefined) =>
  mutate(gatehouse, RejectAllDocument, { portal: 'demo', expectedCount: 1, ...input }, { token });

export async function bulkDecision({ graphql }: Site, id: string, token: string | undefined) {
  return (await graphql(BulkDecisionDocument, { id }, { token })).data.bulkDecision;
}

export const undoDecisions = (gatehouse: Site, ids: string[], token: string | undefined) =>
  mutate(gatehouse, UndoDecisionsDocument, { ids }, { token });

/** Verified people who wait for a decision, without the way that leads there. @returns their ids */
export async function addPeople({ sql }: Installation, count: number, portal = 'demo'): Promise<string[]> {
  const added = await sql<{ id: string }>(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, email_verified_at, evaluated_at)
      SELECT id, portal_id, id || '@crowd.test', id || '@crowd.test', 'Person ' || id, now(), now()
      FROM (SELECT gen_random_uuid() AS id, portals.id AS portal_id FROM portals, generate_series(1, $1) WHERE slug = $2) AS person
      RETURNING id`,
    [count, portal],
  );
  return added.map(({ id }) => id);
}

export const decideFromMail = (gatehouse: Site, input: DecideFromMailInput, options: RequestOptions = {}) =>
  mutate(gatehouse, DecideFromMailDocument, input, options);

export const deleteDevelopers = (gatehouse: Installation, ids: string[], token: string | undefined) =>
  mutate(gatehouse, DeleteDevelopersDocument, { ids }, { token });

export const addNote = (gatehouse: Site, id: string, text: string, token: string | undefined) =>
  mutate(gatehouse, AddNoteDocument, { id, text }, { token });

export const endSessions = (gatehouse: Site, ids: string[], token: string | undefined) =>
  mutate(gatehouse, EndSessionsDocument, { ids }, { token });

export const endSession = (gatehouse: Site, id: string, token: string | undefined) =>
  mutate(gatehouse, EndSessionDocument, { id }, { token });

/** The sessions of a developer, as an admin sees them. */
export async function sessionsOf({ graphql }: Site, id: string, token: string) {
  const { data, text } = await graphql(SessionsOfDocument, { id }, { token });
  return present(data.developer?.sessions, `sessions in ${text}`);
}

export const updatePortal = (
  gatehouse: Site,
  settings: Partial<UpdatePortalInput>,
  token: string | undefined,
  portal = 'demo',
) => mutate(gatehouse, UpdatePortalDocument, { portal, ...settings }, { token });

export const createPortal = (gatehouse: Site, slug: string, token: string | undefined, more: Partial<CreatePortalInput> = {}) =>
  mutate(
    gatehouse,
    CreatePortalDocument,
    { slug, name: `${slug} portal`, contactEmail: `help@${slug}.test`, ...more },
    { token },
  );

export const adminLogIn = (gatehouse: Site, more: Partial<AdminLogInInput> = {}, options: RequestOptions = {}) =>
  mutate(gatehouse, AdminLogInDocument, { ...ADMIN, session: 'TOKEN', ...more }, options);

export const adminRequestPasswordReset = (gatehouse: Installation, email: string, options: RequestOptions = {}) =>
  mutate(gatehouse, AdminRequestPasswordResetDocument, { email }, options);

export const adminResetPassword = (gatehouse: Installation, token: string, password: string) =>
  mutate(gatehouse, AdminResetPasswordDocument, {
    token,
    password,
  });

export const adminChangePassword = (
  gatehouse: Installation,
  currentPassword: string,
  newPassword: string,
  options: RequestOptions,
) => mutate(gatehouse, AdminChangePasswordDocument, { currentPassword, newPassword }, options);

export const inviteAdmin = (
  gatehouse: Site,
  email: string,
  roles: AdminRoleInput[],
  token: string | undefined,
  headers: Record<string, string> = {},
) => mutate(gatehouse, InviteAdminDocument, { email, roles }, { token, headers });

export const acceptAdminInvitation = (gatehouse: Site, input: AcceptAdminInvitationInput, options: RequestOptions = {}) =>
  mutate(gatehouse, AcceptAdminInvitationDocument, input, options);

export const revokeAdminInvitation = (gatehouse: Site, id: string, token: string | undefined) =>
  mutate(gatehouse, RevokeAdminInvitationDocument, { id }, { token });

export const updateAdmin = (gatehouse: Site, id: string, roles: AdminRoleInput[], token: string | undefined) =>
  mutate(gatehouse, UpdateAdminDocument, { id, roles }, { token });

export const removeAdmin = (gatehouse: Site, id: string, token: string | undefined) =>
  mutate(gatehouse, RemoveAdminDocument, { id }, { token });

/** Each admin that the OWNER sees, with the roles, such as `VIEWER demo` or `OWNER *`. */
export async function adminsSeenBy({ graphql }: Site, token: string): Promise<Record<string, string[]>> {
  const { data, text } = await graphql(AdminsDocument, {}, { token });
  const edges = present(data?.admins?.edges, `admins in ${text}`);
  return Object.fromEntries(edges.map(({ node }) => [node.email, rolesIn(node)]));
}

export const rolesIn = ({ roles }: { roles: { role: string; portal: { slug: string } | null }[] }): string[] =>
  roles.map(({ role, portal }) => `${role} ${portal?.slug ?? '*'}`).toSorted();

export async function invitationsSeenBy({ graphql }: Site, token: string): Promise<Record<string, string[]>> {
  const { data, text } = await graphql(AdminInvitationsDocument, {}, { token });
  const edges = present(data?.adminInvitations?.edges, `invitations in ${text}`);
  return Object.fromEntries(edges.map(({ node }) => [node.email, rolesIn(node)]));
}

export const adminRevokeSession = (gatehouse: Installation, id: string, options: RequestOptions) =>
  mutate(gatehouse, AdminRevokeSessionDocument, { id }, options);

export const adminRevokeOtherSessions = (
  gatehouse: Installation,
  options: RequestOptions,
  input: AdminRevokeOtherSessionsInput = {},
) => mutate(gatehouse, AdminRevokeOtherSessionsDocument, input, options);

export const adminUpdateNotifications = (gatehouse: Site, input: AdminUpdateNotificationsInput, token: string | undefined) =>
  mutate(gatehouse, AdminUpdateNotificationsDocument, input, { token });

export const adminUpdateProfile = (gatehouse: Site, input: AdminUpdateProfileInput, token: string | undefined) =>
  mutate(gatehouse, AdminUpdateProfileDocument, input, { token });

/** Where the admin is logged in, the last used first. */
export async function adminSessions({ graphql }: Installation, options: RequestOptions) {
  const { data, text } = await graphql(AdminSessionsDocument, {}, options);
  return present(data?.admin?.sessions, `sessions in ${text}`);
}

/** Logs an admin in, the OWNER unless told another address. @returns the bearer token of the session */
export const adminBearer = async (gatehouse: Site, email = ADMIN.email): Promise<string> =>
  (await succeed(adminLogIn(gatehouse, { email }), 'token')).token;

/** Logs the OWNER in and opens the portal `demo`, where it is not open yet. @returns the bearer token of the OWNER */
export async function openDemoPortal(gatehouse: Site): Promise<string> {
  const token = await adminBearer(gatehouse);
  await createPortal(gatehouse, 'demo', token);
  return token;
}

export async function adminId({ sql }: Installation, email: string): Promise<string> {
  const [admin] = await sql<{ id: string }>('SELECT id FROM admins WHERE email = $1', [email]);
  return admin?.id ?? '';
}

/** Another admin, with the password of the OWNER and one role. @returns the bearer token */
export async function addAdmin(gatehouse: Installation, email: string, role: string, portal: string | null): Promise<string> {
  const id = randomUUID();
  await gatehouse.sql(
    'INSERT INTO admins (id, email, password_hash) SELECT $1, $2, password_hash FROM admins WHERE email = $3',
    [id, email, ADMIN.email],
  );
  await gatehouse.sql(
    'INSERT INTO admin_roles (id, admin_id, role, portal_id) VALUES ($1, $2, $3, (SELECT id FROM portals WHERE slug = $4))',
    [randomUUID(), id, role, portal],
  );
  return await adminBearer(gatehouse, email);
}

export const setSignUpFields = (gatehouse: Site, fields: SignUpFieldInput[], token: string | undefined, portal = 'demo') =>
  mutate(gatehouse, SetSignUpFieldsDocument, { portal, fields }, { token });

export const setAnswers = (gatehouse: Site, id: string, answers: AnswerInput[], token: string | undefined) =>
  mutate(gatehouse, SetAnswersDocument, { id, answers }, { token });

export const removeSsoIdentity = (gatehouse: Site, id: string, token: string | undefined) =>
  mutate(gatehouse, RemoveSsoIdentityDocument, { id }, { token });

export const adminLogOut = (gatehouse: Installation, options: RequestOptions, input: AdminLogOutInput = {}) =>
  mutate(gatehouse, AdminLogOutDocument, input, options);

export const adminConfirmSso = (gatehouse: Site, token: string) => mutate(gatehouse, AdminConfirmSsoDocument, { token });

export const adminUnlinkSsoIdentity = (gatehouse: Site, id: string, options: RequestOptions) =>
  mutate(gatehouse, AdminUnlinkSsoIdentityDocument, { id }, options);

/** The accounts at providers of the admin who asks. */
export async function adminSsoIdentities({ graphql }: Site, options: RequestOptions) {
  const { data, text } = await graphql(AdminSsoIdentitiesDocument, {}, options);
  return present(data?.admin?.ssoIdentities, `accounts in ${text}`);
}
