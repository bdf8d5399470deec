import { useEffect, useState } from 'react';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { Page } from './page.tsx';

/** Hides the page. It comes back, with what was typed, after the same person has logged in in another tab. */
export function SessionEnded({ portal }: { portal: PortalFragment }) {
  const [titleBefore] = useState(document.title);
  useEffect(
    () => () => {
      document.title = titleBefore;
    },
    [titleBefore],
  );
  return (
    <Page title="Your session has ended" portal={portal}>
      <p>
        Log in again in a new tab, then come back to this one. What you typed here is kept until you close it, except for
        passwords.
      </p>
      <p>
        <a
          className="button"
          href={pagePath(portal, 'log-in', location.pathname + location.search)}
          target="_blank"
          rel="noreferrer"
        >
          Log in<span className="unseen"> (opens a new tab)</span>
        </a>
      </p>
    </Page>
  );
}
