import * as z from 'zod';

const id = z.string();
const fields = z.array(z.string());
const settings = z.record(z.string(), z.unknown());
/** Only the settings that changed. */
const change = z.strictObject({ before: settings, after: settings });
const decision = z.strictObject({ decisionId: id, from: z.string(), to: z.string(), undoableUntil: z.string().optional() });
const roles = z.array(z.strictObject({ portalId: id.nullable(), role: z.string() }));
const nothing = z.strictObject({});
const summed = z.strictObject({ count: z.int() });

/**
 * All events: `noun.past-participle`, and the schema of `data`. The data is before and after of settings. Of persons it is ids and the
 * names of fields. It is never an email address, a name, an answer, a text that a person wrote, a secret or a link.
 */
export const eventTypes = {
  'portal.created': z.strictObject({ after: settings }),
  'portal.updated': change.extend({ applyToPending: z.boolean() }),
  'portal.sign-up-fields-changed': z.strictObject({ added: fields, removed: fields, changed: fields }),
  'portal.reason-templates-changed': z.strictObject({ added: fields, removed: fields, changed: fields }),

  'portal.sender-proved': z.strictObject({ domain: z.string() }),
  'portal.sender-lapsed': z.strictObject({ domain: z.string() }),
  'portal.sender-lost': z.strictObject({ domain: z.string() }),
  'portal.sender-key-replaced': z.strictObject({ domain: z.string() }),
  'portal.mail-template-changed': z.strictObject({ mail: z.string(), locale: z.string(), version: z.int(), fields }),
  'portal.mail-template-reset': z.strictObject({ mail: z.string(), locale: z.string(), version: z.int() }),

  'portal.picture-uploaded': z.strictObject({ kind: z.string(), hash: z.string() }),

  'portal.approval-rules-changed': z.strictObject({
    version: z.int(),
    added: fields,
    removed: fields,
    changed: fields,
    isReordered: z.boolean(),
    applyToPending: z.boolean(),
  }),

  'installation.updated': change,

  'connection.created': z.strictObject({ after: settings }),
  'connection.updated': change.extend({ isSecretChanged: z.boolean() }),
  'connection.deleted': z.strictObject({ before: settings }),
  'connection.tested': z.strictObject({ trialId: id }),

  'developer.registered': z.strictObject({ connectionId: id }),
  'developer.verified': nothing,
  'developer.approved': decision,
  'developer.rejected': decision,
  'developer.revoked': decision,
  'developer.reinstated': decision,
  'developer.decision-undone': z.strictObject({ decisionId: id, undoesId: id, from: z.string(), to: z.string() }),
  'bulk-decision.started': z.strictObject({ bulkDecisionId: id, act: z.string(), total: z.int() }),
  'developer.deleted': nothing,
  'developer.deletion-scheduled': z.strictObject({ dueAt: z.string() }),
  'developer.deletion-cancelled': nothing,
  'request.claimed': nothing,
  'request.released': nothing,
  'developer.note-added': z.strictObject({ noteId: id }),
  'developer.question-asked': z.strictObject({ questionId: id }),
  'developer.question-answered': z.strictObject({ questionId: id, fields }),
  'developer.profile-changed': z.strictObject({ fields }),
  'developer.answers-changed': z.strictObject({ fields }),
  'developer.email-change-requested': nothing,
  'developer.email-changed': nothing,
  'developer.email-change-undone': nothing,
  'developer.data-exported': nothing,
  'developer.registration-opened': nothing,
  'mail-state.changed': z.strictObject({ state: z.string(), reporter: z.string() }),
  'mail-state.cleared': z.strictObject({ before: z.string(), why: z.enum(['ADMIN', 'LINK', 'PROVIDER']) }),
  'terms.accepted': z.strictObject({ version: z.string() }),

  'password.set': nothing,
  'password.changed': nothing,
  'password.reset': nothing,
  'second-factor.added': z.strictObject({ factorId: id, kind: z.string() }),
  'second-factor.removed': z.strictObject({ factorId: id, kind: z.string() }),
  'second-factor.reset': z.strictObject({ factors: z.int() }),
  'recovery-codes.renewed': nothing,
  'session.opened': z.strictObject({
    sessionId: id,
    connectionId: id.optional(),
    // Older events have no value here.
    method: z.string().optional(),
    secondFactor: z.string().nullable().optional(),
  }),
  'session.confirmed': z.strictObject({ sessionId: id }),
  'session.closed': z.strictObject({ sessions: z.int() }),
  'session.revoked': z.strictObject({ sessionId: id.optional(), sessions: z.int() }),
  'link.ended': nothing,
  'passkey.copy-refused': z.strictObject({ secondFactorId: id }),
  'identity.linked': z.strictObject({ identityId: id }),
  'identity.unlinked': z.strictObject({ identityId: id }),

  'admin.created': z.strictObject({ roles }),
  'admin.role-changed': z.strictObject({ before: roles, after: roles }),
  'admin.profile-changed': z.strictObject({ fields }),
  'admin.notifications-changed': z.strictObject({ frequency: z.enum(['AT_ONCE', 'HOURLY', 'DAILY', 'NEVER']) }),
  'admin.removed': z.strictObject({ before: roles }),
  'admin-invitation.created': z.strictObject({ roles }),
  'admin-invitation.accepted': z.strictObject({ adminId: id }),
  'admin-invitation.revoked': nothing,
  'admin-invitation.declined': nothing,

  'api-token.created': z.strictObject({ roles, service: z.boolean(), expiresAt: z.string() }),
  'api-token.revoked': nothing,

  'invitation.created': z.strictObject({ approved: z.boolean().nullable(), mailed: z.boolean(), uses: z.int().optional() }),
  'invitation.resent': nothing,
  'invitation.used': z.strictObject({ developerId: id }),
  'invitation.declined': nothing,
  'invitation.revoked': nothing,

  'job.retried': z.strictObject({ name: z.string() }),
  // Of one minute in one process.
  'log-in.refused': summed,
  'token.refused': summed,
  'act.refused': summed,
  'act.throttled': summed,

  'audit-log.shortened': z.strictObject({ firstPosition: z.int(), lastPosition: z.int() }),
};

export type EventType = keyof typeof eventTypes;
export type EventData<Type extends EventType> = z.input<(typeof eventTypes)[Type]>;
