/** Whether all cases run, or a part of each kind (`FAULTS=short`). */
export const isWhole = process.env['FAULTS'] !== 'short';
