import { type ReactNode, useEffect, useRef } from 'react';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { Contact } from './contact.tsx';
import { Imprint } from './imprint.tsx';
import { Logo } from './logo.tsx';
import { PersonLinks } from './person-links.tsx';

type PageProps = { title: string; portal: PortalFragment | null; children: ReactNode };

/** The title takes the focus when the page changes. */
export function Page({ title, portal, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const place = portal?.name ?? 'Gatehouse';
  useEffect(() => {
    document.title = `${title} - ${place}`;
    heading.current?.focus();
  }, [title, place]);

  return (
    <>
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
          Questions? Write to <Contact portal={portal} />.
          <Imprint {...portal.branding} />
        </footer>
      )}
    </>
  );
}
