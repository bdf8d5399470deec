const TRACE = 'gatehouse-people';

/** Whether a page that comes back may be shown as it was. Pages that say nothing about it are loaded again. */
type Check = () => Promise<boolean>;

let check: Check = async () => false;

/** @returns a function that takes it back, for an effect */
export function mayComeBackIf(isSame: Check): () => void {
  check = isSame;
  return () => {
    check = async () => false;
  };
}

/**
 * Browsers keep a page that was left as it was, and show it again when someone goes back, perhaps somebody else after a
 * log-out. A page is left hidden and without passwords, and is shown again only to the person whom it showed before.
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

/** Empties all fields for a password, those that show it in clear included. */
export function emptyPasswords(within: ParentNode): void {
  for (const field of within.querySelectorAll<HTMLInputElement>('input[autocomplete$="-password"]')) field.value = '';
}

/** Notes that the person at this browser may be another one from now on. Other tabs hear of it. */
export function notePersonChange(): void {
  try {
    localStorage.setItem(TRACE, crypto.randomUUID());
  } catch {
    // The browser stores nothing for this site; pages ask the API who is there in any case.
  }
}

/** Calls back when another tab of this browser logged somebody in or out. @returns a function that ends this, for an effect */
export function onPersonChangeElsewhere(heard: () => void): () => void {
  const listen = ({ key }: StorageEvent) => {
    if (key === TRACE) heard();
  };
  addEventListener('storage', listen);
  return () => removeEventListener('storage', listen);
}

/** Stays the same until somebody logs in or out in this browser. */
export function readTrace(): string | null {
  try {
    return localStorage.getItem(TRACE);
  } catch {
    return null;
  }
}

/** A page behind a mailed link shows whose link it is, logged in or not. */
const hasToken = (): boolean => new URLSearchParams(location.search).has('token');
