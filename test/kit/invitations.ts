import {
  AcceptInvitationDocument,
  type AcceptInvitationInput,
  CreateDeveloperDocument,
  type CreateDeveloperInput,
  CreateInvitationLinkDocument,
  type CreateInvitationLinkInput,
  InvitationsDocument,
  type InvitationsQueryVariables,
  InviteDevelopersDocument,
  type InviteDevelopersInput,
  ResendInvitationsDocument,
  RevokeInvitationsDocument,
} from '../generated/operations.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site, succeed } from './mutate.ts';
import { mailedToken } from './people.ts';
import { present } from './present.ts';

export const inviteDevelopers = (
  gatehouse: Site,
  invitations: InviteDevelopersInput['invitations'],
  token: string | undefined,
  more: Partial<InviteDevelopersInput> = {},
) => mutate(gatehouse, InviteDevelopersDocument, { portal: 'demo', invitations, ...more }, { token });

export const createDeveloper = (
  gatehouse: Site,
  email: string,
  token: string | undefined,
  more: Partial<CreateDeveloperInput> = {},
) => mutate(gatehouse, CreateDeveloperDocument, { portal: 'demo', email, ...more }, { token });

const A_DAY_MS = 24 * 3_600_000;

export const createInvitationLink = (
  gatehouse: Site,
  token: string | undefined,
  more: Partial<CreateInvitationLinkInput> = {},
) => {
  const expiresAt = new Date(Date.now() + A_DAY_MS).toISOString();
  return mutate(gatehouse, CreateInvitationLinkDocument, { portal: 'demo', uses: 10, expiresAt, ...more }, { token });
};

export const revokeInvitations = (gatehouse: Site, ids: string[], token: string | undefined) =>
  mutate(gatehouse, RevokeInvitationsDocument, { ids }, { token });

export const resendInvitations = (gatehouse: Site, ids: string[], token: string | undefined) =>
  mutate(gatehouse, ResendInvitationsDocument, { ids }, { token });

export const acceptInvitation = (gatehouse: Site, token: string, more: Omit<AcceptInvitationInput, 'token'> = {}) =>
  mutate(gatehouse, AcceptInvitationDocument, { token, ...more });

export async function invitations({ graphql }: Site, token: string, variables: InvitationsQueryVariables = {}) {
  const { data, text } = await graphql(InvitationsDocument, variables, { token });
  const { edges } = present(data?.invitations, `invitations in ${text}`);
  return edges.map(({ node }) => node);
}

/** The state of the newest invitation of an email address. */
export async function stateOfInvitation(gatehouse: Site, email: string, token: string): Promise<string | undefined> {
  return (await invitations(gatehouse, token, { filter: { email } }))[0]?.state;
}

/** Invites a person by email. */
export async function invited(
  gatehouse: Installation,
  email: string,
  admin: string,
  more: Partial<CreateDeveloperInput> = {},
): Promise<{ id: string; token: string }> {
  const { invitation } = await succeed(createDeveloper(gatehouse, email, admin, { fullName: 'Grace Hopper', ...more }));
  return { id: invitation.id, token: await mailedToken(gatehouse, email) };
}

/** The token in a link to the sign-up form. */
export const inviteIn = (link: string | null): string =>
  present(new URL(present(link, 'a link')).searchParams.get('invite'), `an invite in ${link}`);

/** A link for many people, and its token. */
export async function invitationLink(gatehouse: Site, admin: string, more: Partial<CreateInvitationLinkInput> = {}) {
  const { invitation, link } = await succeed(createInvitationLink(gatehouse, admin, more));
  return { id: invitation.id, link, invite: inviteIn(link) };
}
