import { hiddenToken } from './hidden-token.ts';
import { readTrace, TRACE } from './person-trace.ts';

/** Pages without an entry are loaded again. */
type Check = () => Promise<boolean>;

let check: Check = async () => false;

/** Returns a function that undoes it, for an effect. */
export function mayComeBackIf(isSame: Check): () => void {
  check = isSame;
  return () => {
    check = async () => false;
  };
}

/**
 * Browsers show a page again on Back, perhaps to another person. So each page is hidden when it is left, and shown again only
 * to the same person.
 */
export function guardKeptPages(): void {
  const trace = readTrace();
  addEventListener('pagehide', () => {
    document.documentElement.hidden = true;
    emptyPasswords(document);
  });
  addEventListener('pageshow', async ({ persisted }) => {
    if (!persisted) return;
    const isSame = readTrace() === trace && !hasToken() && (await check().catch(() => false));
    if (isSame) document.documentElement.hidden = false;
    else location.reload();
  });
}

/** Includes passwords that are shown in clear. */
export function emptyPasswords(within: ParentNode): void {
  for (const field of within.querySelectorAll<HTMLInputElement>('input[autocomplete$="-password"]')) field.value = '';
}

/** Tells this page and all other tabs that another person may be here. */
export function notePersonChange(): void {
  try {
    localStorage.setItem(TRACE, crypto.randomUUID());
  } catch {
    // The browser stores nothing for this site. The API answers who is logged in.
  }
}

/** Called when another tab logs somebody in or out. Returns a function that ends this, for an effect. */
export function onPersonChangeElsewhere(heard: () => void): () => void {
  const listen = ({ key }: StorageEvent) => {
    if (key === TRACE) heard();
  };
  addEventListener('storage', listen);
  return () => removeEventListener('storage', listen);
}

/** A page of a mailed link shows the link's owner, with or without a log-in. */
const hasToken = (): boolean => new URLSearchParams(location.search).has('token') || hiddenToken('token') !== '';
