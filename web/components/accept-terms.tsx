import type { PortalFragment } from '../generated/operations.ts';
import { Labelled } from './labelled.tsx';
import { TermsLink } from './terms-link.tsx';

/** Sends the version that was shown, so that nobody accepts another one. */
export function AcceptTerms({ terms }: { terms: NonNullable<PortalFragment['terms']> }) {
  return (
    <Labelled
      name="acceptedTerms"
      label={
        <>
          I accept the <TermsLink terms={terms} /> (version {terms.version})
        </>
      }
      isBox
      control={(described) => <input type="checkbox" required value={terms.version} {...described} />}
    />
  );
}
