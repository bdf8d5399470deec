const MINUTE = 60_000;

/** How often the use of a session is stored. A tenth of the idle time keeps the idle time right to 10 %. */
export const seenStep = (idle: number): number => Math.min(MINUTE, idle / 10);
