/** What a provider says of a person. */
export type Claims = Record<string, unknown>;

/** The claim that says of which claims the provider says only where else they can be had (OpenID Connect Core 1.0, 5.6.2). */
export const ELSEWHERE = '_claim_names';

const isClaims = (value: unknown): value is Claims => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The claim of a name; where none is called so, what the name leads to step by step, as `realm_access.roles` does. */
export function readClaim(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let found: unknown = claims;
  for (const step of name.split('.')) found = isClaims(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  return found;
}

/** Whether the provider says of a claim only where else it can be had. We do not ask there. */
export function isElsewhere(claims: Claims, name: string): boolean {
  const names = claims[ELSEWHERE];
  return isClaims(names) && Object.hasOwn(names, name);
}

/** The names that lead to all that is said, a few steps deep. */
export function namesIn(claims: Claims, steps = 4): string[] {
  return Object.entries(claims).flatMap(([name, value]) => {
    const within = isClaims(value) && steps > 1 ? namesIn(value, steps - 1) : [];
    return within.length > 0 ? within.map((rest) => `${name}.${rest}`) : [name];
  });
}
