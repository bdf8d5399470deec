/** As in the `Dockerfile`: few young objects, little garbage, and one arena of the C library (DECISIONS.md, 45). */
export const LITTLE_MEMORY = {
  flags: ['--max-semi-space-size=4', '--max-old-space-size=256'],
  environment: { MALLOC_ARENA_MAX: '1' },
};
