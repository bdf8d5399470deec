import { useState } from 'react';
import { act, Unanswered } from '../api.ts';
import { Form } from '../components/form.tsx';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { FindMeDocument, LogOutDocument, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useAnswer } from '../use-answer.ts';
import { Failure } from './failure.tsx';
import { ToLogIn } from './to-log-in.tsx';

/** Stands in for the catalog of a portal that has none of its own yet. */
export function Catalog({ portal }: { portal: PortalFragment }) {
  const [loggedOut, setLoggedOut] = useState<{ providerLogOutUrl: string | null } | null>(null);
  const answer = useAnswer(FindMeDocument, { portal: portal.slug });
  if (!answer) return <Loading />;
  if (answer instanceof Unanswered) return <Failure sentence={answer.message} portal={portal} />;
  if (loggedOut) return <LoggedOut portal={portal} {...loggedOut} />;
  if (!answer.me) return <ToLogIn portal={portal} />;
  return (
    <Page title="Catalog" portal={portal}>
      <p>
        You are logged in as <strong>{answer.me.fullName}</strong> ({answer.me.email}).{' '}
        <a href={pagePath(portal, 'account')}>Your account</a>
      </p>
      <p>
        The APIs of {portal.name} will be listed here. This page stands in for them until the portal names a catalog of its own
        as its <code>catalogUrl</code>.
      </p>
      <Form
        submit="Log out"
        send={async () => {
          const answer = await act(LogOutDocument, { portal: portal.slug });
          if (answer.__typename !== 'LogOutSuccess') return answer;
          setLoggedOut(answer);
          return null;
        }}
      />
    </Page>
  );
}

function LoggedOut({ portal, providerLogOutUrl }: { portal: PortalFragment; providerLogOutUrl: string | null }) {
  return (
    <Page title="You are logged out" portal={portal}>
      {providerLogOutUrl && (
        <>
          <p>
            You are still logged in where you came from, and whoever uses this browser next could come in from there without
            being asked.
          </p>
          <p>
            <a className="button" href={providerLogOutUrl}>
              Log out there, too
            </a>
          </p>
        </>
      )}
      <p>
        <a href={pagePath(portal, 'log-in')}>Log in again</a>
      </p>
    </Page>
  );
}
