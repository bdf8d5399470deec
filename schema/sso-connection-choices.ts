import { choicesFor, findEnabled } from '../domain/sso-connections/find-choices.ts';
import { startUrl } from '../domain/sso-connections/start-url.ts';
import { builder } from './api/builder.ts';
import { together } from './api/together.ts';
import { Portal } from './portals.ts';

const SsoConnectionChoice = builder
  .objectRef<{ id: string; label: string; startUrl: string }>('SsoConnectionChoice')
  .implement({
    description: 'An identity provider that people can log in with, with the facts that anyone can read.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The id of the connection, a UUID.' }),
      label: t.exposeString('label', { description: 'The name for a button "Log in with <label>", such as `Acme ID`.' }),
      startUrl: t.exposeString('startUrl', {
        description:
          'The URL that starts the log-in. Send the browser there, with these query parameters. `returnTo`: a path, or a ' +
          'URL on an origin of the portal, where the browser ends; without it, or with any other value, it ends at ' +
          '`catalogUrl`. `challenge` (an S256 hash, 43 characters in base64url) and `callback` (one of the ' +
          '`ssoCallbacks` of the portal, optional if there is only one): for a client on another origin, whose callback ' +
          'gets a `code` for `logInWithSso`. A wrong `challenge` or `callback` leads to the page `sso-failed`. ' +
          '`prove=1`: the person must log in at the provider again, which counts like a password for 10 minutes.',
      }),
    }),
  });

const readEnabled = together(({ app }, portalIds: string[]) => findEnabled(app, portalIds));

builder.prismaObjectField(Portal, 'ssoConnections', (t) =>
  t.field({
    type: [SsoConnectionChoice],
    description: 'The identity providers that people can log in with, ordered by label.',
    args: {
      email: t.arg.string({
        description:
          'Return only the connections for the domain of this email address, or the general ones if no connection has this domain. ' +
          'The email address need not be registered.',
      }),
    },
    resolve: async (portal, { email }, context) => {
      const enabled = await readEnabled(context, portal.id);
      const connections = choicesFor(
        enabled.filter(({ portalId }) => portalId === portal.id),
        email,
      );
      return connections.map(({ id, label }) => ({ id, label, startUrl: startUrl(context.app, { id, portal }) }));
    },
  }),
);
