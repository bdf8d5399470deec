/** @limit sessions: Open sessions of one developer or admin. Beyond: The oldest session ends. */
export const MOST_SESSIONS = 50;
