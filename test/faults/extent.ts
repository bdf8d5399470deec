/** Whether all cases run, or a part of most kinds (`FAULTS=short`). */
export const isWhole = process.env['FAULTS'] !== 'short';
