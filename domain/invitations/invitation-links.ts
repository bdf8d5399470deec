import type { Invitation, Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { pageUrl } from '../portals/portal-links.ts';
import { mailedToken } from '../tokens/secrets.ts';

type Kind = Pick<Invitation, 'id' | 'isMailed'>;

/** A token that is emailed is never the one that the inviter is shown, because only the first proves the email address. */
export const purposeOf = ({ isMailed }: Pick<Invitation, 'isMailed'>): 'ACCEPT_INVITATION' | 'SIGN_UP' =>
  isMailed ? 'ACCEPT_INVITATION' : 'SIGN_UP';

export const tokenOf = ({ keys }: App, invitation: Kind): string => mailedToken(keys, purposeOf(invitation), invitation.id);

/** The link that the inviter is shown once. */
export const signUpLink = (app: App, portal: Pick<Portal, 'slug' | 'customPublicUrl'>, invitation: Kind): string =>
  `${pageUrl(app, portal, 'sign-up')}?invite=${tokenOf(app, invitation)}`;
