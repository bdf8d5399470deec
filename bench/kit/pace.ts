/** How long the rounds are. `--quick` is short enough for the gate. */
type Pace = {
  rounds: number;
  warmUpSeconds: number;
  seconds: number;
  mails: number;
  /** How often a measurement is made at most, as long as it comes out too slow. */
  tries: number;
  pauseSeconds: number;
};

const FULL: Pace = { rounds: 3, warmUpSeconds: 3, seconds: 5, mails: 3_200, tries: 2, pauseSeconds: 0 };
/** Many rounds, because a busy machine changes its speed from one second to the next. */
const QUICK: Pace = { rounds: 7, warmUpSeconds: 3, seconds: 1, mails: 200, tries: 4, pauseSeconds: 15 };

export const isQuick = process.argv.includes('--quick');
export const pace = isQuick ? QUICK : FULL;
