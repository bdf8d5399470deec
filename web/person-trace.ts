export const TRACE = 'gatehouse-people';

/** Changes when somebody logs in or out in this browser. */
export function readTrace(): string | null {
  try {
    return localStorage.getItem(TRACE);
  } catch {
    return null;
  }
}
