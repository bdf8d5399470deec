import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';

/** The release of the list. It changes with the version of the package. */
export const DISPOSABLE_EMAILS_OF = new Date('2026-09-21T00:00:00Z');

const listed = disposableEmailBlocklistSet();

/** The domain itself, and all above it. */
function withParents(domain: string): string[] {
  const labels = domain.split('.');
  return labels.map((_, at) => labels.slice(at).join('.'));
}

/** Also true for a domain below a listed one. */
export const isDisposable = (domain: string): boolean => withParents(domain).some((name) => listed.has(name));
