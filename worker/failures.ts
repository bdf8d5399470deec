import { redact } from '../log.ts';

/** @limit characters: `job.lastError`. Beyond: The rest is cut off. */
export const MOST_REASON_CHARACTERS = 300;

/** Whether another attempt makes no sense: the mail server refused this recipient or this mail for good. */
export function isPermanent(error: unknown): boolean {
  const { responseCode, command } = smtpReply(error);
  // An answer of 5xx to the greeting or to AUTH is a fault of the configuration, which somebody can mend.
  return responseCode >= 500 && /^(RCPT TO|DATA|MAIL FROM)$/.test(command);
}

/** One line about a failure, without addresses and links. */
export function reasonOf(error: unknown): string {
  const { responseCode, command } = smtpReply(error);
  const text = error instanceof Error ? error.message : String(error);
  const told = responseCode ? `SMTP ${responseCode} to ${command || 'the greeting'}: ${text}` : text;
  return redact(told).replaceAll(/\s+/g, ' ').slice(0, MOST_REASON_CHARACTERS);
}

function smtpReply(error: unknown): { responseCode: number; command: string } {
  if (!(error instanceof Error)) return { responseCode: 0, command: '' };
  const code = 'responseCode' in error ? Number(error.responseCode) : 0;
  return { responseCode: code, command: 'command' in error ? String(error.command) : '' };
}
