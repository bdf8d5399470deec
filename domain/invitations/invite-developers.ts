import * as z from 'zod';
import { nextTurn } from '../../next-turn.ts';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { address, lines, name, parseInput } from '../input.ts';
import type { Issue } from '../issue.ts';
import type { Caller } from '../permissions.ts';
import { withAnswers } from '../sign-up-form/answer.ts';
import { type AnswerInput, checkCorrections } from '../sign-up-form/check-answers.ts';
import { fieldsOf } from '../sign-up-form/sign-up-field.ts';
import { orTooBusy, tooBusy } from '../too-busy.ts';
import { getPortalToInvite } from './get-portal-to-invite.ts';
import { expiresIn, MOST_INVITED } from './invitation-input.ts';
import { type InvitationTerms, type Invited, type InvitedPerson, inviteBatch } from './invite-batch.ts';

/** @limit invitations: Invitations that one transaction writes. Beyond: The next transaction goes on. */
export const BATCH = 100;

type PersonInput = { email: string; fullName?: string | null | undefined; answers?: AnswerInput[] | null | undefined };

const inviteInput = z.object({
  portal: z.string(),
  invitations: z
    .array(z.custom<PersonInput>())
    .min(1, 'Must have at least one entry.')
    .max(MOST_INVITED, `Must have at most ${MOST_INVITED} entries.`),
  approved: z.boolean().nullish(),
  expiresIn: expiresIn.nullish(),
  sendInvitation: z.boolean().nullish(),
  message: lines.nullish(),
});

const personInput = z.object({ email: address, fullName: name.nullish() });

/** Invites each person on their own. Returns the outcomes in the order of the input. */
export async function inviteDevelopers(
  app: App,
  caller: Caller | null,
  input: z.input<typeof inviteInput>,
): Promise<Invited[]> {
  if (!caller) throw new NotAllowed();
  const { portal: slug, invitations, expiresIn, ...given } = parseInput(inviteInput, input);
  const portal = await getPortalToInvite(app, caller, slug);
  const terms: InvitationTerms = {
    approved: given.approved ?? false,
    sendInvitation: given.sendInvitation ?? true,
    expiresInMs: expiresIn ? expiresIn * 1_000 : null,
    message: given.message ?? null,
  };
  const read = await readPeople(portal, invitations);
  const people = read.filter((entry): entry is InvitedPerson => !(entry instanceof InvalidInput));
  const invited = await inviteAll(app, caller, portal, terms, people);
  return read.map((entry) => (entry instanceof InvalidInput ? { error: entry } : (invited.shift() ?? { error: tooBusy() })));
}

async function readPeople(portal: Portal, given: PersonInput[]): Promise<(InvitedPerson | InvalidInput)[]> {
  const fields = fieldsOf(portal);
  const seen = new Set<string>();
  const read: (InvitedPerson | InvalidInput)[] = [];
  for (const [at, person] of given.entries()) {
    // Matching patterns takes time.
    await nextTurn();
    const answered = checkCorrections(fields, person.answers ?? []);
    try {
      const { email, fullName = null } = parseInput(personInput, person, answered.issues);
      if (seen.has(email.canonical)) throw new InvalidInput([TWICE]);
      seen.add(email.canonical);
      read.push({ email, fullName, answers: withAnswers([], answered.changes) });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const issues = error.issues.map((issue) => ({ ...issue, path: ['invitations', String(at), ...issue.path] }));
      read.push(new InvalidInput(issues));
    }
  }
  return read;
}

const TWICE: Issue = { path: ['email'], code: 'DUPLICATE', message: 'This email address is in the list twice.' };

/** After a failure the rest gets TooManyAttempts, because the earlier invitations are on their way. */
async function inviteAll(
  app: App,
  caller: Caller,
  portal: Portal,
  terms: InvitationTerms,
  people: InvitedPerson[],
): Promise<Invited[]> {
  const invited: Invited[] = [];
  try {
    while (invited.length < people.length) {
      invited.push(...(await inviteBatch(app, caller, portal, terms, people.slice(invited.length, invited.length + BATCH))));
    }
  } catch (thrown) {
    const error = orTooBusy(thrown);
    if (invited.length === 0 || !(error instanceof Error)) throw error;
    invited.push({ error });
  }
  return invited;
}
