/** @limit portals: Portals that a warning at the start of a worker names. Beyond: It says how many there are. */
export const MOST_NAMED_PORTALS = 10;

/** What a line of the log says of portals. */
export const somePortals = (slugs: string[]): { count: number; portals: string[] } => ({
  count: slugs.length,
  portals: slugs.slice(0, MOST_NAMED_PORTALS),
});
