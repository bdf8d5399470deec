import { z } from 'zod';
import type { Developer, DeveloperStatus } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { Conflict, type DomainError, NotAllowed, NotFound } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { ids, lines, parseInput } from '../input.ts';
import { addJob } from '../jobs/add-job.ts';
import { type AdminWithRoles, may } from '../permissions.ts';
import { endSsoLinks } from '../tokens/end-links.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { type DecisionResult, eachOnItsOwn, type Outcome } from './each-on-its-own.ts';
import { getReadable } from './get-decidable.ts';

const decideInput = z.object({ ids, reason: lines.nullish(), note: lines.nullish() });

export type DecideInput = z.input<typeof decideInput>;

type Transition = {
  from: DeveloperStatus[];
  to: DeveloperStatus;
  event: 'developer.approved' | 'developer.rejected' | 'developer.revoked' | 'developer.reinstated';
  mail: 'sendApprovedEmail' | 'sendRejectedEmail' | 'sendRevokedEmail';
  /** Ends the developer's links and sessions. */
  shutsOut: boolean;
};

export const acts = {
  approve: { from: ['PENDING'], to: 'APPROVED', event: 'developer.approved', mail: 'sendApprovedEmail', shutsOut: false },
  reject: { from: ['PENDING'], to: 'REJECTED', event: 'developer.rejected', mail: 'sendRejectedEmail', shutsOut: true },
  revoke: { from: ['APPROVED'], to: 'REVOKED', event: 'developer.revoked', mail: 'sendRevokedEmail', shutsOut: true },
  reinstate: {
    from: ['REJECTED', 'REVOKED'],
    to: 'APPROVED',
    event: 'developer.reinstated',
    mail: 'sendApprovedEmail',
    shutsOut: false,
  },
} as const satisfies Record<string, Transition>;

export type DecisionVerb = keyof typeof acts;

/** Returns the outcomes in the order of the ids. */
export async function decide(
  app: App,
  admin: AdminWithRoles | null,
  verb: DecisionVerb,
  input: DecideInput,
): Promise<DecisionResult[]> {
  if (!admin) throw new NotAllowed();
  const { ids, reason = null, note = null } = parseInput(decideInput, input);
  return await eachOnItsOwn(ids, (id) => decideOne(app, admin, acts[verb], id, { reason, note }));
}

async function decideOne(
  app: App,
  admin: AdminWithRoles,
  act: Transition,
  id: string,
  words: { reason: string | null; note: string | null },
): Promise<Outcome> {
  const found = await getReadable(app, admin, id);
  const error = whyNot(admin, act, found);
  if (error) return { developer: found, error };
  const { status: from, portalId } = found;

  return await transaction(app, async (tx) => {
    // Of two parallel decisions, the second finds another status and changes nothing.
    const [developer] = await tx.developer.updateManyAndReturn({ where: { id, status: from }, data: { status: act.to } });
    if (!developer) return await lostRace(tx, id);
    const decision = {
      id: newId(),
      portalId,
      developerId: id,
      from,
      to: act.to,
      by: 'ADMIN',
      adminId: admin.id,
      ...words,
    } as const;
    await tx.decision.create({ data: decision });
    await record(tx, {
      type: act.event,
      portalId,
      actor: byAdmin(admin),
      subject: { kind: 'DEVELOPER', id },
      data: { decisionId: decision.id, from, to: act.to },
    });
    if (act.shutsOut) {
      await tx.token.deleteMany({ where: { developerId: id } });
      await endSsoLinks(tx, id);
      await tx.session.deleteMany({ where: { developerId: id } });
    }
    await addJob(tx, act.mail, portalId, { decisionId: decision.id });
    return { developer, error: null };
  });
}

function whyNot(admin: AdminWithRoles, act: Transition, { status, emailVerifiedAt, portalId }: Developer): DomainError | null {
  if (!may(admin, 'decide', portalId)) return new NotAllowed();
  if (!emailVerifiedAt) {
    return new Conflict(status, 'The email address is not verified yet. You can only delete this registration.');
  }
  return act.from.includes(status) ? null : new Conflict(status);
}

async function lostRace(tx: Transaction, id: string): Promise<Outcome> {
  const developer = await tx.developer.findUnique({ where: { id } });
  if (!developer) throw new NotFound('registration');
  return { developer, error: new Conflict(developer.status) };
}
