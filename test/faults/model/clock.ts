const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** As `design.md` and the defaults of `config.ts` say, written down anew: a model that reads the product's own numbers would agree with any. */
export const LIFETIMES = {
  verification: 24 * HOUR,
  passwordToken: 30 * MINUTE,
  reset: HOUR,
  registrationLink: HOUR,
  emailChange: 24 * HOUR,
  undoEmailChange: 72 * HOUR,
  question: 7 * DAY,
  invitation: 7 * DAY,
  session: 30 * DAY,
  sessionIdle: 7 * DAY,
  claim: 2 * MINUTE,
  device: 30 * DAY,
  newDevicePause: HOUR,
  resendPause: HOUR,
  unverified: 14 * DAY,
  unverifiedReminder: 3 * DAY,
  invitationKept: 90 * DAY,
};

/** An undo window that no run is longer than, and each step of time is. */
export const UNDO_WINDOW = 5 * MINUTE;

/**
 * How far the clock is moved. A run takes less than 45 seconds, and no sum of a few of these is that much below a lifetime, so it is
 * always clear on which side of it a moment is.
 */
export const STEPS = [
  ...[7, 7, 7, 7, 67, 67].map((minutes) => minutes * MINUTE),
  26 * HOUR,
  75 * HOUR,
  8 * DAY + 2 * HOUR,
  15 * DAY + 7 * HOUR,
];

export { HOUR, MINUTE };
