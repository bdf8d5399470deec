import { ownPortal } from './own-host.ts';
import { pagePath } from './page-path.ts';

const KEPT = 'gatehouse-sso';

/** Where the code of a log-in goes, and the hash of the verifier that it takes to exchange it (RFC 7636). */
export type CodeTarget = { challenge: string; callback: string };

/** At a host of the portal's own, where cookies of the host of the installation are not sent: a log-in comes back to this tab with a code. */
export async function codeTarget(): Promise<CodeTarget> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier()));
  return { challenge: base64url(hash), callback: location.origin + pagePath({ slug: ownPortal ?? '' }, 'sso-callback') };
}

/** One for this tab, until a log-in has used it. */
function verifier(): string {
  const kept = sessionStorage.getItem(KEPT) ?? base64url(crypto.getRandomValues(new Uint8Array(32)).buffer);
  sessionStorage.setItem(KEPT, kept);
  return kept;
}

/** Null if this tab did not ask for a code. */
export function takeVerifier(): string | null {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  return kept;
}

const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
