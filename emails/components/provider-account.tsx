/** An account at an identity provider. */
export type ProviderAccountProps = {
  /** What the portal calls the provider. */
  label: string;
  host: string;
  subject: string;
};

/** @limit characters: Id of an account at a provider in an email. Beyond: The email leaves it out. */
export const LONGEST = 40;

/**
 * Names the account without text that a stranger could turn into a sentence or a link. The id is shown only if it looks like
 * one.
 */
export function ProviderAccount({ label, host, subject }: ProviderAccountProps) {
  const id = /^[\w|:-]+$/.test(subject) && subject.length <= LONGEST ? ` with the id ${subject}` : '';
  return (
    <strong>
      an account at {label} ({host}){id}
    </strong>
  );
}
