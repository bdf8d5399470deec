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

export const SessionKind = builder.enumType('SessionKind', {
  description: 'How the client wants to hold its session.',
  values: {
    COOKIE: { description: 'As an HttpOnly cookie, for browsers on the site of the API.' },
    TOKEN: { description: 'As a token in the answer, to be sent as `Authorization: Bearer <token>`.' },
  } as const,
});

export const SortDirection = builder.enumType('SortDirection', {
  description: 'Which end of the order comes first.',
  values: {
    ASC: { description: 'The smallest or oldest first.' },
    DESC: { description: 'The largest or newest first.' },
  } as const,
});
