import type { Developer, Portal, Token, TokenPurpose } from '../../prisma/generated/client/client.ts';
import { findHolder } from '../addresses/find-holder.ts';
import { findReservation } from '../addresses/reserved-address.ts';
import type { App } from '../app.ts';
import { tokenColumns } from '../columns.ts';
import { identitiesOf } from '../developers/identities-of.ts';
import { isOpen } from '../invitations/invitation-state.ts';
import { answersOf, answersTo } from '../sign-up-form/answer.ts';
import { ownFields, stillFitting } from '../sign-up-form/check-answers.ts';
import { fieldsOf } from '../sign-up-form/sign-up-field.ts';
import { signUpForm } from '../sign-up-form/sign-up-form.ts';
import { deadLink, type Link, type LinkForm, type LinkQuestion, workingLink } from './link.ts';
import { maskAddress } from './mask-address.ts';

type LinkToken = Token & { purpose: Exclude<TokenPurpose, 'SET_PASSWORD'>; isOver: boolean };
type Owner = Developer & { portal: Portal };

/** Finds expired links too. */
export async function findDeveloperLink(app: App, hash: Buffer<ArrayBuffer>): Promise<Link | null> {
  const [token] = await app.prisma.$queryRaw<LinkToken[]>`
    SELECT ${tokenColumns}, expires_at <= now() AS "isOver" FROM tokens token WHERE hash = ${hash} AND purpose <> 'SET_PASSWORD'`;
  const owner =
    token && (await app.prisma.developer.findUnique({ where: { id: token.developerId }, include: { portal: true } }));
  if (!owner) return null;
  const { purpose: kind, expiresAt } = token;
  const known = { kind, portal: owner.portal, expiresAt };
  if (token.isOver) return deadLink('EXPIRED', known);
  const adopted = await ADOPTED[kind](app, owner, token);
  return adopted ? workingLink(token, { ...known, email: owner.email, ...adopted }) : deadLink('ENDED', known);
}

/** Null if the link would be refused. */
const ADOPTED: Record<LinkToken['purpose'], (app: App, owner: Owner, token: LinkToken) => Promise<Partial<Link> | null>> = {
  VERIFY_EMAIL: async ({ prisma }, owner, token) => {
    if (owner.emailVerifiedAt) return { isUsed: true };
    if (await isClosedTo(prisma, owner, token)) return null;
    return (await findReservation(prisma, owner)) ? null : { form: formOf(owner, token) };
  },
  ACCEPT_INVITATION: async () => ({ isUsed: true }),
  RESET_PASSWORD: async (_, { portal }) => (portal.passwordLogin ? {} : null),
  CONFIRM_EMAIL_CHANGE: async (app, owner, { email }) => {
    const isTaken = !email || (await findHolder(app, { ...owner, email }));
    return isTaken ? null : { email, account: { email: maskAddress(owner.email) } };
  },
  UNLINK_SSO: async ({ prisma }, { id }) => ({ ssoIdentities: await identitiesOf(prisma, id) }),
  UNDO_EMAIL_CHANGE: async (_, owner, { email }) => ({ email, account: { email: maskAddress(owner.email) } }),
  // An earlier email address of the account may have it, too.
  KEEP_ACCOUNT: async (_, owner) => ({ email: null, account: { email: maskAddress(owner.email) } }),
  SECOND_FACTOR: async (_, { portal }) => (portal.secondFactor === 'OFF' ? null : {}),
  OPEN_REGISTRATION: async () => ({}),
  ANSWER_QUESTION: async (app, owner, { id }) => ({ question: await questionOf(app, owner, id) }),
};

/** Registration is closed, and the invitation that the person came with has ended. */
async function isClosedTo(prisma: App['prisma'], { portal, email }: Owner, { form }: Token): Promise<boolean> {
  const id = form ? signUpForm.parse(form).invitationId : null;
  if (portal.registrationOpen || id === null) return false;
  const invited = await prisma.$queryRaw<unknown[]>`
    SELECT FROM invitations invitation WHERE portal_id = ${portal.id}::uuid AND (id = ${id}::uuid OR email = ${email}) AND ${isOpen}`;
  return invited.length === 0;
}

/** The reader may not be the person who filled in the form, but answers for all of it. */
function formOf({ portal, fullName }: Owner, { form }: Token): LinkForm {
  const said = form ? signUpForm.parse(form) : null;
  const fields = fieldsOf(portal);
  return {
    fullName: said?.fullName ?? fullName,
    answers: answersTo(fields, stillFitting(fields, said?.answers ?? [])),
  };
}

async function questionOf({ prisma }: App, owner: Owner, id: string): Promise<LinkQuestion | null> {
  const asked = await prisma.question.findUnique({ where: { id } });
  if (!asked) return null;
  const present = answersOf(owner);
  const fields = ownFields(fieldsOf(owner.portal), present);
  return { text: asked.text, askedAt: asked.createdAt, fields, answers: answersTo(fields, present) };
}
