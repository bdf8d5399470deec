import { builder } from './builder.ts';

export const DeveloperStatus = builder.enumType('DeveloperStatus', {
  description: 'Where a registration stands. Whether its address is verified is a separate fact.',
  values: {
    PENDING: { description: 'Asked for, not decided yet.' },
    APPROVED: { description: 'May log in.' },
    REJECTED: { description: 'The request was refused.' },
    REVOKED: { description: 'Had access, and lost it.' },
  } as const,
});

export const SortDirection = builder.enumType('SortDirection', {
  description: 'Which end of the order comes first.',
  values: {
    ASC: { description: 'The smallest or oldest first.' },
    DESC: { description: 'The largest or newest first.' },
  } as const,
});

export const SsoApproval = builder.enumType('SsoApproval', {
  description: 'Who approves the people who come in by a connection. The rejected and the revoked stay out whatever it says.',
  values: {
    TRUST: { description: 'The provider does: whoever it lets in is approved.' },
    RULES: { description: 'The portal does, as for those who sign up with a password.' },
    EXISTING_ONLY: { description: 'Nobody: only people who are registered already come in.' },
  } as const,
});
