import type { ChallengeFragment } from './generated/operations.ts';

/** The answer to an act for which a portal may ask for a solution. */
export type MayAsk = { __typename: string };

type Asks = { __typename: 'BotCheckRequired'; message: string } & ChallengeFragment;

export const asks = <Answer extends MayAsk>(answer: Answer): answer is Answer & Asks =>
  answer.__typename === 'BotCheckRequired';
