/** @limit sessions: Open sessions of one developer or admin. Beyond: The oldest session ends. */
export const MOST_SESSIONS = 50;

/** How many live sessions of one person stay when another begins. The statement that inserts that one ends the oldest others. */
export const OTHER_SESSIONS = MOST_SESSIONS - 1;
