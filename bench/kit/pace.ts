/** How long the rounds are. `--quick` is short enough for the gate. */
type Pace = { rounds: number; warmUpSeconds: number; seconds: number; mails: number };

const FULL: Pace = { rounds: 3, warmUpSeconds: 3, seconds: 5, mails: 3_200 };
const QUICK: Pace = { rounds: 3, warmUpSeconds: 3, seconds: 1, mails: 200 };

export const isQuick = process.argv.includes('--quick');
export const pace = isQuick ? QUICK : FULL;
