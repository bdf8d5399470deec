import type { DeveloperStatus } from '../../prisma/generated/client/client.ts';

export type Transition = {
  from: DeveloperStatus[];
  to: DeveloperStatus;
  event: 'developer.approved' | 'developer.rejected' | 'developer.revoked' | 'developer.reinstated';
  mail: 'sendApprovedEmail' | 'sendRejectedEmail' | 'sendRevokedEmail';
};

export const acts = {
  approve: { from: ['PENDING'], to: 'APPROVED', event: 'developer.approved', mail: 'sendApprovedEmail' },
  reject: { from: ['PENDING'], to: 'REJECTED', event: 'developer.rejected', mail: 'sendRejectedEmail' },
  revoke: { from: ['APPROVED'], to: 'REVOKED', event: 'developer.revoked', mail: 'sendRevokedEmail' },
  reinstate: { from: ['REJECTED', 'REVOKED'], to: 'APPROVED', event: 'developer.reinstated', mail: 'sendApprovedEmail' },
} as const satisfies Record<string, Transition>;

export type DecisionVerb = keyof typeof acts;

/** A person with this status has no links and no sessions. */
export const shutsOut = (status: DeveloperStatus): boolean => status === 'REJECTED' || status === 'REVOKED';
