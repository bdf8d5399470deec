import { InvalidInput, NotAllowed, NotFound, TooManyAttempts } from '../domain/errors.ts';
import { checkSenderDomain } from '../domain/portals/check-sender-domain.ts';
import { replaceSenderKey } from '../domain/portals/replace-sender-key.ts';
import { usedUntil } from '../domain/senders/find-lapsed.ts';
import { senderOf } from '../domain/senders/sender-of.ts';
import { describeDomain, type ShownDomain, type ShownRecord } from '../domain/senders/shown-domain.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { SenderDomainState, SenderRecordPurpose, SenderRecordState } from './api/enums.ts';
import { PortalSettings } from './portal-settings.ts';
import { Portal } from './portals.ts';

const SenderRecord = builder.objectRef<ShownRecord>('SenderRecord').implement({
  description: 'A DNS record to set for a sending domain.',
  fields: (t) => ({
    purpose: t.field({ type: SenderRecordPurpose, description: 'What the record is for.', resolve: ({ purpose }) => purpose }),
    required: t.exposeBoolean('isRequired', {
      description: 'Whether the domain is not proved without it. The others are recommended.',
    }),
    type: t.string({ description: 'The type of the record, always `TXT`.', resolve: () => 'TXT' }),
    name: t.exposeString('name', { description: 'The full name of the record, without a dot at the end.' }),
    value: t.exposeString('value', {
      description: 'The text of the record. DNS hosts split a text of more than 255 characters into several strings.',
    }),
    state: t.field({
      type: SenderRecordState,
      description: 'What the last check found.',
      resolve: ({ state }) => state,
    }),
    found: t.exposeString('found', {
      nullable: true,
      description: 'What was found if the state is WRONG, cut after 512 characters. Null for other states.',
    }),
  }),
});

const SenderDomain = builder.objectRef<ShownDomain>('SenderDomain').implement({
  description: 'The domain of the sender of a portal.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The domain in lower case, with A-labels, such as `example.com`.' }),
    state: t.field({
      type: SenderDomainState,
      description: 'Whether emails come from the domain, and why.',
      resolve: ({ state }) => state,
    }),
    records: t.field({
      type: [SenderRecord],
      description: 'The DNS records to set. Empty if the operator allows the domain, and nobody has named it before.',
      resolve: ({ records }) => records,
    }),
    checkedAt: t.expose('checkedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time of the last check. Null before the first one.',
    }),
    usedUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The time until which emails come from the domain if the state is LAPSING. Null for other states.',
      resolve: ({ lapsedAt }) => lapsedAt && usedUntil(lapsedAt),
    }),
  }),
});

const PortalSender = builder.objectRef<PortalRow>('PortalSender').implement({
  description: 'The sender of the emails of a portal to developers.',
  fields: (t) => ({
    address: t.exposeString('mailFrom', {
      nullable: true,
      description: 'The address that was set with `updatePortal(mailFrom)`. Null if none was.',
    }),
    from: t.string({
      description: 'The address that emails come from now: `address` if it counts, otherwise that of the installation.',
      resolve: async (portal, _, { app }) => (await senderOf(app, portal)).from,
    }),
    domain: t.field({
      type: SenderDomain,
      nullable: true,
      description: 'The domain of `address`. Null without an address.',
      resolve: (portal, _, { app }) => describeDomain(app, portal),
    }),
  }),
});

builder.prismaObjectField(PortalSettings, 'sender', (t) =>
  t.field({
    type: PortalSender,
    description: 'The sender of the emails of the portal, and what its domain still needs.',
    resolve: (portal) => portal,
  }),
);

const input = 'The slug of the portal, such as `demo`.';

const CheckSenderDomainSuccess = builder.objectRef<{ portal: PortalRow }>('CheckSenderDomainSuccess').implement({
  description: 'The DNS records were looked up. `settings.sender.domain` says what was found.',
  fields: (t) => ({ portal: t.field({ type: Portal, description: 'The portal.', resolve: ({ portal }) => portal }) }),
});

builder.mutationField('checkSenderDomain', (t) =>
  t.fieldWithInput({
    type: CheckSenderDomainSuccess,
    nullable: true,
    description:
      'Looks up the DNS records of the domain of the sender now. For an OWNER of the portal. It takes up to 4 seconds; records whose name ' +
      'servers do not answer are UNKNOWN, and the state of the domain stays. Workers look each day at a proved domain, and each hour ' +
      'at one that lapses or that was named in the last 14 days. NotFound if the portal has named no domain that needs a proof. TooManyAttempts after ' +
      '30 checks, new domains and new keys of the portal in an hour.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, TooManyAttempts] },
    typeOptions: { description: 'The portal whose sending domain is checked.' },
    input: { portal: t.input.string({ required: true, description: input }) },
    resolve: async (_, { input: given }, { app, caller }) => ({ portal: await checkSenderDomain(app, await caller(), given) }),
  }),
);

const ReplaceSenderKeySuccess = builder.objectRef<{ portal: PortalRow }>('ReplaceSenderKeySuccess').implement({
  description: 'There is a new key. `settings.sender.domain.records` has its record.',
  fields: (t) => ({ portal: t.field({ type: Portal, description: 'The portal.', resolve: ({ portal }) => portal }) }),
});

builder.mutationField('replaceSenderKey', (t) =>
  t.fieldWithInput({
    type: ReplaceSenderKeySuccess,
    nullable: true,
    description:
      'Makes a new key that signs the emails of the portal (DKIM), with a record of its own. For an OWNER of the portal. The old key signs ' +
      'until a check finds the record of the new one. Keep the record of the old key for 7 days after that, for emails that are under ' +
      'way. NotFound if the portal has named no domain that needs a proof. TooManyAttempts after 30 new keys, checks and new domains of the portal in an ' +
      'hour.',
    errors: { types: [NotAllowed, NotFound, TooManyAttempts] },
    typeOptions: { description: 'The portal whose key is replaced.' },
    input: { portal: t.input.string({ required: true, description: input }) },
    resolve: async (_, { input: given }, { app, caller }) => ({ portal: await replaceSenderKey(app, await caller(), given) }),
  }),
);
