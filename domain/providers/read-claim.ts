export type Claims = Record<string, unknown>;

/** OpenID Connect Core 1.0, 5.6.2 */
export const ELSEWHERE = '_claim_names';

const isClaims = (value: unknown): value is Claims => typeof value === 'object' && value !== null && !Array.isArray(value);

/** If no claim has this name, the name is a path, such as `realm_access.roles` or `emails.0.value`. */
export function readClaim(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let found: unknown = claims;
  for (const step of name.split('.')) found = enter(found, step);
  return found;
}

function enter(claim: unknown, step: string): unknown {
  if (Array.isArray(claim)) return /^\d{1,3}$/.test(step) ? claim[Number(step)] : undefined;
  return isClaims(claim) && Object.hasOwn(claim, step) ? claim[step] : undefined;
}

export const textsIn = (claim: unknown): string[] =>
  (Array.isArray(claim) ? claim : [claim]).filter((one) => typeof one === 'string');

export function isElsewhere(claims: Claims, name: string): boolean {
  const names = claims[ELSEWHERE];
  return isClaims(names) && Object.hasOwn(names, name);
}

export function namesIn(claims: Claims, steps = 4): string[] {
  return Object.entries(claims).flatMap(([name, value]) => {
    const within = isClaims(value) && steps > 1 ? namesIn(value, steps - 1) : [];
    return within.length > 0 ? within.map((rest) => `${name}.${rest}`) : [name];
  });
}
