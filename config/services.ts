import { isOff, Refusal } from './refuse.ts';
import { isThisMachine, readServiceUrl, writeServiceUrl } from './service-url.ts';

const SMTP_SCHEMES = {
  smtp: { is: 'smtp' },
  smtps: { is: 'smtps' },
  'smtp+starttls': { is: 'smtp' },
  'smtp+tls': { is: 'smtps' },
  'smtp+ssl': { is: 'smtps' },
  ses: { refused: 'must be the SMTP URL of SES: smtps://user:password@email-smtp.<region>.amazonaws.com' },
};

/** @limit servers: Mail servers in SMTP_URL. Beyond: The process does not start. */
export const MOST_MAIL_SERVERS = 5;

/**
 * The URLs of mail servers, separated by commas or white space, in the order in which they are used. A password may hold a comma, so only
 * one before the begin of another URL separates.
 * @throws Refusal
 */
export function readSmtpUrls(text: string): string[] {
  const urls = text.split(/[\s,]+(?=smtps?(?:\+\w+)?:\/\/)/i).map(readSmtpUrl);
  if (urls.length > MOST_MAIL_SERVERS) throw new Refusal(`names more than ${MOST_MAIL_SERVERS} mail servers`);
  const places = urls.map((url) => new URL(url).host);
  if (new Set(places).size < places.length) throw new Refusal('names the same host and port twice');
  return urls;
}

/**
 * With a password, or `smtp+starttls://`, no email is sent before the connection is encrypted, unless the URL says `requireTLS=false`.
 * @throws Refusal
 */
function readSmtpUrl(text: string): string {
  if (/^[\w.-]+:\d+$/.test(text)) throw new Refusal('must start with smtp:// or smtps://, before the host and port');
  const url = readServiceUrl(text, SMTP_SCHEMES);
  if (url.path) throw new Refusal('must not have a path');
  const isLocal = isThisMachine(new URL(`http://${url.host}`).hostname);
  // A user without a password logs in with a token.
  const isSecret = /^smtp\+starttls:/i.test(text) || ((url.password || url.user) !== '' && !isLocal);
  if (url.scheme === 'smtp' && isSecret && !url.query.has('requireTLS')) url.query.set('requireTLS', 'true');
  return writeServiceUrl(url);
}

/** The origin that people reach us at. @throws Refusal */
export function readPublicUrl(text: string): string {
  const url = URL.parse(text);
  if (!/^https?:\/\//i.test(text)) throw new Refusal('must start with http:// or https://');
  if (!url) throw new Refusal('is not a valid URL');
  if (url.username || url.password || text.includes('@')) throw new Refusal('must not have a user name');
  if (url.pathname !== '/') throw new Refusal('must not have a path');
  if (/[?#]/.test(text)) throw new Refusal('must end after the host and port, without ? and #');
  return url.origin;
}

/** The base of the addresses of a service on HTTP; undefined for `off`. @throws Refusal */
export function readBaseUrl(text: string): string | undefined {
  if (isOff(text)) return undefined;
  const url = URL.parse(text);
  if (!/^https?:\/\//i.test(text)) throw new Refusal('must start with http:// or https://');
  if (!url) throw new Refusal('is not a valid URL');
  if (url.username || url.password) throw new Refusal('must not have a user name');
  if (/[?#]/.test(text)) throw new Refusal('must end after the path, without ? and #');
  return url.href.replace(/\/+$/, '');
}
