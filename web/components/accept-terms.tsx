import { useTranslations } from 'use-intl';
import type { PortalFragment } from '../generated/operations.ts';
import { Labelled } from './labelled.tsx';
import { useTermsLink } from './terms-link.tsx';

/** Sends the version that was shown, so that nobody accepts another one. */
export function AcceptTerms({ terms }: { terms: NonNullable<PortalFragment['terms']> }) {
  const t = useTranslations('parts');
  const link = useTermsLink(terms);
  return (
    <Labelled
      name="acceptedTerms"
      label={t.rich('acceptTerms', { terms: link, version: terms.version })}
      isBox
      control={(described) => <input type="checkbox" required value={terms.version} {...described} />}
    />
  );
}
