import { startUrl } from '../domain/sso/start-url.ts';
import { findChoices } from '../domain/sso-connections/find-choices.ts';
import { builder } from './api/builder.ts';
import { Portal } from './portals.ts';

const SsoConnectionChoice = builder
  .objectRef<{ id: string; label: string; startUrl: string }>('SsoConnectionChoice')
  .implement({
    description: 'An identity provider that people may log in by: what anyone may know of it.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'A UUID.' }),
      label: t.exposeString('label', { description: 'For a button: "Log in with <label>".' }),
      startUrl: t.exposeString('startUrl', {
        description:
          'Where to send the browser, with these parameters. `returnTo`: where it ends; a value that is neither a path nor on an origin ' +
          'of the portal counts as none, and the browser ends at the `catalogUrl`. `challenge` (an S256 hash, 43 characters of ' +
          'base64url) and `callback` (one of the `ssoCallbacks` of the portal, may be left out if there is only one): for a client on ' +
          'another origin, which gets a `code` there for `logInWithSso`; wrong ones end at `sso-failed`. `prove=1`: the person has to ' +
          'log in at the provider anew, which stands for a password for 10 minutes.',
      }),
    }),
  });

builder.prismaObjectField(Portal, 'ssoConnections', (t) =>
  t.field({
    type: [SsoConnectionChoice],
    description: 'The identity providers that people may log in by, by their labels.',
    args: {
      email: t.arg.string({
        description: 'Only those for the domain of this address, else those for no domain in particular. Need not be known.',
      }),
    },
    resolve: async (portal, { email }, { app }) => {
      const connections = await findChoices(app, portal.id, email);
      return connections.map(({ id, label }) => ({ id, label, startUrl: startUrl(app, { id, portal }) }));
    },
  }),
);
