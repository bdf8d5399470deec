/** What a check found, as one line. `skipped`: it could not look, because of something that another check tells. */
export type Finding = { result: 'ok' | 'warning' | 'FAULT' | 'skipped'; said: string; todo?: string };

export const ok = (said: string): Finding => ({ result: 'ok', said });
export const skipped = (said: string): Finding => ({ result: 'skipped', said });
export const warning = (said: string, todo: string): Finding => ({ result: 'warning', said, todo });
export const fault = (said: string, todo: string): Finding => ({ result: 'FAULT', said, todo });

/** Seconds, as people say them. */
export function inWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
