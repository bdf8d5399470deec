import type { ActName } from './commands.ts';

/** Acts that once showed a fault, with the numbers of their choices, and what it was. They run first. */
export const kept: { found: string; acts: [name: ActName, numbers: number[]][] }[] = [
  {
    found: 'Of several invitations of one address, all were used and only one had an event.',
    acts: [
      ['inviteDevelopers', [0, 4, 0, 1]],
      ['inviteDevelopers', [1, 4, 0, 0]],
      ['workerDoesAll', [0]],
      ['acceptInvitation', [0]],
    ],
  },
];
