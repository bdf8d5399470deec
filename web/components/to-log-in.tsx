import { useEffect } from 'react';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { Loading } from './loading.tsx';

/** Sends a person to the log-in page and back, to the same place of the page. */
export function ToLogIn({ portal }: { portal: PortalFragment }) {
  useEffect(() => location.replace(pagePath(portal, 'log-in', location.pathname + location.search + location.hash)), [portal]);
  return <Loading />;
}
