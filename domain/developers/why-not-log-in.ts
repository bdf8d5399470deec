import type { App } from '../app.ts';
import { tell } from '../decisions/tell-status.ts';
import { NotApproved } from '../errors.ts';
import { issueStatusToken } from './status-token.ts';

/**
 * Tells a person whose log-in was right the status, with a token for the page about it.
 * @param before the password that was checked, if one was
 * @returns null if the developer is approved by now, was deleted, or has another password
 */
export async function whyNotLogIn(app: App, id: string, before?: { passwordHash: string | null }): Promise<NotApproved | null> {
  const told = await tell(app, id, before);
  if (!told || told.status === 'APPROVED') return null;
  return new NotApproved(told.status, id, await issueStatusToken(app, { id, ...told }));
}
