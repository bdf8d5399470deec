export type ProviderAccountProps = {
  /** The label of the provider at the portal. */
  label: string;
  host: string;
  subject: string;
};

/** @limit characters: Id of an account at a provider in an email. Beyond: The email leaves it out. */
export const LONGEST = 40;

/** Shows no text that a stranger could turn into a sentence or a link. So an unusual id is left out. */
export function ProviderAccount({ label, host, subject }: ProviderAccountProps) {
  const id = /^[\w|:-]+$/.test(subject) && subject.length <= LONGEST ? ` with the id ${subject}` : '';
  return (
    <strong>
      an account at {label} ({host}){id}
    </strong>
  );
}
