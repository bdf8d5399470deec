import type { Config } from '../../config.ts';
import type { Pool } from '../../prisma/open-pool.ts';
import type { SmtpTokens } from '../../worker/smtp-token.ts';
import type { Finding } from './finding.ts';

/** What the checks look at. */
export type Installation = {
  config: Config;
  /** The variables as they are set. */
  variables: Record<string, string>;
  /** One connection. Null if there is none, which the check `database` tells. */
  database: Pool | null;
  /** As workers get them: an endpoint may take a refresh token once. Null if SMTP_OAUTH_TOKEN_URL is not set. */
  tokens: SmtpTokens | null;
  /** Where `--send` sends a test email. */
  sendTo: string | undefined;
};

export type Check = { name: string; look: (installation: Installation) => Promise<Finding> };

/** A check of the database that was reached. */
export type DatabaseCheck = { name: string; lookAt: (database: Pool, installation: Installation) => Promise<Finding> };
