import type { AnswerInput } from './generated/operations.ts';

const KEPT = 'gatehouse-sign-up';
/** As many as a person who is in doubt about the email asks for. */
const MOST_SECRETS = 3;

/** What the person typed, so that the code registers nothing that somebody else typed, and the secrets that the code needs. */
export type SignUpHere = {
  portal: string;
  email: string;
  fullName: string;
  answers: AnswerInput[];
  /** One for each request. The newest comes first. */
  codeSecrets: string[];
};

/** Keeps it in this tab, also when the page is loaded again, until the tab is closed. */
export function keepSignUp(here: SignUpHere): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(here));
  } catch {
    // The browser stores nothing for this site. The page still has it.
  }
}

export function keptSignUp(portal: string, email: string): SignUpHere | null {
  try {
    const kept: SignUpHere | null = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
    return kept?.portal === portal && kept.email === email ? kept : null;
  } catch {
    return null;
  }
}

export function forgetSignUp(): void {
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // Then nothing was kept.
  }
}

export const withSecret = (here: SignUpHere, codeSecret: string): SignUpHere => ({
  ...here,
  codeSecrets: [codeSecret, ...here.codeSecrets].slice(0, MOST_SECRETS),
});
