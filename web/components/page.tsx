import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { ChooseLanguage } from './choose-language.tsx';
import { Imprint } from './imprint.tsx';
import { Logo } from './logo.tsx';
import { PersonLinks } from './person-links.tsx';
import { contactOf } from './rich.tsx';

type PageProps = { title: string; portal: PortalFragment | null; children: ReactNode };

/** The title takes the focus when the page changes. */
export function Page({ title, portal, children }: PageProps) {
  const t = useTranslations('parts');
  const heading = useRef<HTMLHeadingElement>(null);
  const place = portal?.name ?? 'Gatehouse';
  // Before the browser paints, so that it takes the focus from nobody who is already moving on.
  useLayoutEffect(() => {
    document.title = `${title} - ${place}`;
    heading.current?.focus();
  }, [title, place]);

  return (
    <>
      {portal && <meta name="description" content={t('about', { portal: portal.name })} />}
      <header>
        {portal ? (
          <a href={pagePath(portal, '')}>
            <Logo name={place} {...portal.branding} />
          </a>
        ) : (
          place
        )}
        {portal && <PersonLinks portal={portal} />}
      </header>
      <main>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </main>
      {portal && (
        <footer>
          <p>{t.rich('questions', contactOf(portal))}</p>
          <ChooseLanguage portal={portal} />
          <Imprint {...portal.branding} />
        </footer>
      )}
    </>
  );
}
