import type { SmtpTokens } from './smtp-token.ts';

type Auth = {
  type: 'OAuth2';
  user: string;
  provisionCallback: (
    user: string,
    isRefused: boolean,
    done: (error: Error | null, token?: string, endsAt?: number) => void,
  ) => void;
};

/** Whether tokens are used there: the URL has a user and no password. */
export function takesToken(smtpUrl: string): boolean {
  const { username, password } = new URL(smtpUrl);
  return username !== '' && password === '';
}

/**
 * What Nodemailer needs to log in: with the password in the URL, or with a token, if the URL has a user and no password.
 * @param tokens null if SMTP_OAUTH_TOKEN_URL is not set
 */
export function logInWith(smtpUrl: string, tokens: SmtpTokens | null): { url: string; auth?: Auth } {
  if (!tokens || !takesToken(smtpUrl)) return { url: smtpUrl };
  const url = new URL(smtpUrl);
  const user = decodeURIComponent(url.username);
  url.username = '';
  return {
    url: url.href,
    auth: {
      type: 'OAuth2',
      user,
      provisionCallback: (_, isRefused, done) => {
        tokens.get(isRefused).then((token) => done(null, token, Date.now()), done);
      },
    },
  };
}
