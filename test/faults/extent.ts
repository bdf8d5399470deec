/** Whether all cases run, or a part of each kind (`FAULTS=short`, as in the gate). */
export const isWhole = process.env['FAULTS'] !== 'short';
