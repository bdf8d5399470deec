import { useEffect } from 'react';
import type { PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { Loading } from './loading.tsx';

/** Sends a stranger to log in and to come back. */
export function ToLogIn({ portal }: { portal: PortalFragment }) {
  useEffect(() => location.replace(pagePath(portal, 'log-in', location.pathname + location.search)), [portal]);
  return <Loading />;
}
