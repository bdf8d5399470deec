import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { Page } from './page.tsx';

/** Hides the page. It comes back, with what was typed, after the same person has logged in in another tab. */
export function SessionEnded({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('parts');
  const [titleBefore] = useState(document.title);
  useEffect(
    () => () => {
      document.title = titleBefore;
    },
    [titleBefore],
  );
  return (
    <Page title={t('sessionEnded')} portal={portal}>
      <p>{t('comeBack')}</p>
      <p>
        <a
          className="button"
          href={pagePath(portal, 'log-in', location.pathname + location.search)}
          target="_blank"
          rel="noreferrer"
        >
          {t('logIn')}
          <span className="unseen"> {t('newTab')}</span>
        </a>
      </p>
    </Page>
  );
}
