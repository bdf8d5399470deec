/** An account at an identity provider. */
export type ProviderAccountProps = {
  /** What the portal calls the provider. */
  label: string;
  host: string;
  subject: string;
};

const LONGEST = 40;

/** Names the account by what no stranger can make a sentence or a link of: the provider's own id, if it looks like one. */
export function ProviderAccount({ label, host, subject }: ProviderAccountProps) {
  const id = /^[\w|:-]+$/.test(subject) && subject.length <= LONGEST ? ` with the id ${subject}` : '';
  return (
    <strong>
      an account at {label} ({host}){id}
    </strong>
  );
}
