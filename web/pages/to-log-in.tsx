import { useEffect } from 'react';
import { Loading } from '../components/loading.tsx';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

/** Sends a stranger to log in and to come back. */
export function ToLogIn({ portal }: { portal: PortalFragment }) {
  useEffect(() => location.replace(pagePath(portal, 'log-in', location.pathname + location.search)), [portal]);
  return <Loading />;
}
