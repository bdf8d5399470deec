import type { Portal, SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Request } from './guarded-fetch.ts';
import { privateHostOf } from './provider-url.ts';

/** A null `portal` stands for the installation. */
export type AtPortal = Pick<SsoConnection, 'issuer'> & { portal: Pick<Portal, 'slug'> | null };

export type Client = SsoConnection & { portal: Pick<Portal, 'slug'> | null };

/** What of the record is needed to ask a provider. */
export type Asking = Pick<App, 'providers' | 'settings'>;

export const askProvider = ({ providers, settings }: Asking, at: AtPortal, url: string, request?: Request): Promise<Response> =>
  providers.guard.fetch(url, privateHostOf(settings, at), request);

/** Returns a redirect instead of refusing it. */
export const askForRedirect = ({ providers, settings }: App, at: AtPortal, url: string): Promise<Response> =>
  providers.guard.fetchRedirect(url, privateHostOf(settings, at));
