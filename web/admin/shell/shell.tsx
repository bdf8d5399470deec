import { type ReactNode, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { SessionProvider } from '../session/session.tsx';
import { loadDialogs } from '../ui/modal-dialog.tsx';
import { Told } from '../ui/told.tsx';
import { Account } from './account.tsx';
import { Navigation } from './navigation.tsx';
import { PortalChoice } from './portal-choice.tsx';

/** The frame of all pages of an admin who is logged in. It stays while the pages in it change. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useTranslations('shell');
  useEffect(() => void loadDialogs(), []);
  return (
    <SessionProvider>
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <div className="shell">
        <header className="bar">
          <a href="/admin" className="product">
            {t('product')}
          </a>
          <PortalChoice />
          <Account />
        </header>
        <Navigation />
        <Told>
          <main id="content" className="content" tabIndex={-1}>
            {children}
          </main>
        </Told>
      </div>
    </SessionProvider>
  );
}
