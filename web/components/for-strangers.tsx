import { type ReactNode, use, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { PortalFragment } from '../generated/operations.ts';
import { type Person, PersonHere } from '../person-here.ts';
import { returnTarget } from '../return-target.ts';
import { Loading } from './loading.tsx';
import { Page } from './page.tsx';
import { strong } from './rich.tsx';

type ForStrangersProps = { portal: PortalFragment; children: ReactNode };

/** People who are logged in are led to `returnTo`, or else to the catalog. */
export function ForStrangers({ portal, children }: ForStrangersProps) {
  const { person } = use(PersonHere);
  if (!person) return children;
  const target = [returnTarget(portal.catalogUrl), portal.catalogUrl].find((url) => url && !isThisPage(url)) ?? null;
  // Another site may not know this session and send people back here. A click in between breaks the loop.
  if (target && new URL(target).origin === location.origin) return <Onward target={target} />;
  return <AlreadyHere portal={portal} person={person} target={target} />;
}

function isThisPage(url: string): boolean {
  const { origin, pathname } = new URL(url);
  return origin === location.origin && pathname === location.pathname;
}

function Onward({ target }: { target: string }) {
  useEffect(() => location.replace(target), [target]);
  return <Loading />;
}

function AlreadyHere({ portal, person, target }: { portal: PortalFragment; person: Person; target: string | null }) {
  const t = useTranslations('parts');
  return (
    <Page title={t('youAreLoggedIn')} portal={portal}>
      <p>{t.rich('loggedInAs', { strong, name: person.fullName, email: person.email })}</p>
      {target && (
        <p>
          <a className="button" href={target}>
            {t('goOn')}
          </a>
        </p>
      )}
    </Page>
  );
}
