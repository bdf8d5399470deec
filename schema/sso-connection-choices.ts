import { startUrl } from '../domain/sso/start-url.ts';
import { findChoices } from '../domain/sso-connections/find-choices.ts';
import { builder } from './builder.ts';
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
          'Where to send the browser; takes `returnTo`, and `challenge` of a client that has no cookies. A `returnTo` that is not a ' +
          'path or on an origin of the portal counts as none, and the browser ends at the `catalogUrl`. A `challenge` that is not ' +
          '43 characters of base64url counts as none, too, and the browser comes back without a `code`.',
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
