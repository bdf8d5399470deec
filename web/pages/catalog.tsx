import { use } from 'react';
import { Page } from '../components/page.tsx';
import { ToLogIn } from '../components/to-log-in.tsx';
import type { PortalFragment } from '../generated/operations.ts';
import { PersonHere } from '../person-here.ts';

/** For portals that have no catalog of their own yet. */
export function Catalog({ portal }: { portal: PortalFragment }) {
  const { person } = use(PersonHere);
  if (!person) return <ToLogIn portal={portal} />;
  return (
    <Page title="Catalog" portal={portal}>
      <p>
        You are in. You are logged in as <strong>{person.fullName}</strong> ({person.email}).
      </p>
      <p>The APIs of {portal.name} will be listed here.</p>
    </Page>
  );
}
