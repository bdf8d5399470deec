import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { publicUrlOf } from '../portals/portal-links.ts';

/** The site that a passkey belongs to (WebAuthn). */
export type RelyingParty = {
  /** A browser uses a passkey only at this host and below it. */
  id: string;
  name: string;
  /** The origins of the pages that can use a passkey. */
  origins: string[];
};

export function adminRelyingParty({ settings }: App): RelyingParty {
  const { hostname, origin } = new URL(settings.publicUrl);
  return { id: hostname, name: 'Gatehouse', origins: [origin] };
}

/** All origins of the portal count, because its pages there can log people in with a password, too. */
export function portalRelyingParty(app: App, portal: Portal): RelyingParty {
  const { hostname, origin } = new URL(publicUrlOf(app, portal));
  return { id: hostname, name: portal.name, origins: [...new Set([origin, ...portal.allowedOrigins])] };
}
