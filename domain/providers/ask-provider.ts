import type { Portal, SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Request } from './guarded-fetch.ts';
import { privateHostOf } from './provider-url.ts';

/** An issuer, and the portal that has it as its provider. */
export type AtPortal = Pick<SsoConnection, 'issuer'> & { portal: Pick<Portal, 'slug'> };

/** A connection, as far as it takes to speak to its provider. */
export type Client = SsoConnection & { portal: Pick<Portal, 'slug'> };

/** Asks the provider of a connection, at its issuer or at an address that it announces. @throws ProviderFailure */
export const askProvider = ({ providers, settings }: App, at: AtPortal, url: string, request?: Request): Promise<Response> =>
  providers.guard.fetch(url, privateHostOf(settings, at), request);

/** The same, but a redirect is returned instead of refused. */
export const askForRedirect = ({ providers, settings }: App, at: AtPortal, url: string): Promise<Response> =>
  providers.guard.fetchRedirect(url, privateHostOf(settings, at));
