import type { Config } from '../../config.ts';
import type { Pool } from '../../prisma/open-pool.ts';
import { rawStatements } from '../../prisma/raw-statements.ts';
import { openSmtpTokens, type SmtpTokens } from '../../worker/smtp-token.ts';

export const NO_TOKEN_TODO =
  'correct SMTP_OAUTH_TOKEN_URL, SMTP_OAUTH_CLIENT_ID and the secrets beside them, or reach that host from here';

export function openTokens({ smtpOauth, keys }: Config, database: Pool | null): SmtpTokens | null {
  if (!smtpOauth) return null;
  const prisma = database && rawStatements(() => database, unnamed);
  return openSmtpTokens(smtpOauth, prisma && { prisma, keys });
}

const unnamed = () => '';
