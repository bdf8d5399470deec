import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { PortalFragment } from '../generated/operations.ts';

/** Returns what the tag `terms` of a text stands for. It opens another tab, so that the form keeps its values. */
export function useTermsLink(terms: PortalFragment['terms']): (text: ReactNode) => ReactNode {
  const t = useTranslations('parts');
  return (text) => (
    <a href={terms?.url} target="_blank" rel="noreferrer">
      {text}
      <span className="unseen"> {t('newTab')}</span>
    </a>
  );
}
