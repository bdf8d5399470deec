import type { App } from '../app.ts';
import { isAdminTarget } from '../portals/portal-links.ts';
import { seal, unseal } from '../tokens/seal.ts';

const placeOf = (connectionId: string): string => `return target of ${connectionId}`;

/** The path of a mailed link has its token, so the path is stored encrypted. */
export const sealAdminTarget = ({ keys }: App, connectionId: string, target: string): string =>
  seal(keys, placeOf(connectionId), target).toString('base64');

export function openAdminTarget({ keys }: App, connectionId: string, sealed: string | null): string | null {
  const opened = sealed === null ? null : unseal(keys, placeOf(connectionId), Buffer.from(sealed, 'base64'));
  return opened && isAdminTarget(opened.text) ? opened.text : null;
}
