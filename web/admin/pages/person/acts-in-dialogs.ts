import type { PossibleAct } from '../../generated/operations.ts';

/** Acts that a dialog asks more for. */
export const IN_DIALOG = {
  REJECT: 'reject',
  REVOKE: 'revoke',
  ASK: 'ask',
  ADD_NOTE: 'note',
  SET_ANSWERS: 'setAnswers',
  END_SESSIONS: 'endSessions',
  RESET_SECOND_FACTOR: 'resetSecondFactor',
  DELETE: 'delete',
} as const satisfies Partial<Record<PossibleAct, string>>;

export type InDialog = keyof typeof IN_DIALOG;
