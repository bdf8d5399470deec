import { rawStatements } from '../../prisma/raw-statements.ts';
import { openSmtpTokens, type SmtpTokens } from '../../worker/smtp-token.ts';
import type { Installation } from './check.ts';

export const NO_TOKEN_TODO =
  'correct SMTP_OAUTH_TOKEN_URL, SMTP_OAUTH_CLIENT_ID and the secrets beside them, or reach that host from here';

/** As workers get them: an endpoint may take a refresh token once. Null if SMTP_OAUTH_TOKEN_URL is not set. */
export function tokensOf({ config: { smtpOauth, keys }, database }: Installation): SmtpTokens | null {
  if (!smtpOauth) return null;
  const prisma = database && rawStatements(() => database, unnamed);
  return openSmtpTokens(smtpOauth, prisma && { prisma, keys });
}

const unnamed = () => '';
