/** Milliseconds on a clock that the processes of this machine share, finer than `Date.now()`. */
export const clock = (): number => performance.timeOrigin + performance.now();
