import { adminUpdateNotifications } from '../domain/admins/admin-update-notifications.ts';
import { InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { type AdminWithRoles, inReach } from '../domain/permissions.ts';
import type { NotificationFrequency as Frequency, Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { Admin, MOST_ROLES } from './admins.ts';
import { builder } from './api/builder.ts';
import { once } from './api/once.ts';
import { Portal } from './portals.ts';

const NotificationFrequency = builder.enumType('NotificationFrequency', {
  description: 'How often an admin is emailed about requests at a portal.',
  values: {
    AT_ONCE: { description: 'At once, but at most every 5 minutes. This is the setting of a new admin.' },
    HOURLY: { description: 'At most once an hour.' },
    DAILY: { description: 'At most once a day.' },
    NEVER: {
      description:
        'Neither emails about new requests nor reminders. Only OWNERs are still emailed when nobody has decided for 14 days.',
    },
  } as const,
});

type Notifications = { portal: PortalRow; frequency: Frequency };

const AdminNotifications = builder.objectRef<Notifications>('AdminNotifications').implement({
  description: 'How often an admin is emailed about requests at one portal.',
  fields: (t) => ({
    portal: t.field({ type: Portal, description: 'The portal.', resolve: ({ portal }) => portal }),
    frequency: t.expose('frequency', { type: NotificationFrequency, description: 'How often emails about requests come.' }),
  }),
});

const notificationsOf = once(async ({ app, admin }, adminId): Promise<Notifications[] | null> => {
  const me: AdminWithRoles | null = await admin();
  if (me?.id !== adminId) return null;
  const { portalId } = inReach(me, 'decide');
  const portals = await app.prisma.portal.findMany({
    where: portalId ? { id: portalId } : {},
    include: { newRequestNotices: { where: { adminId } } },
    orderBy: { slug: 'asc' },
    take: MOST_ROLES,
  });
  return portals.map((portal) => ({ portal, frequency: portal.newRequestNotices[0]?.frequency ?? 'AT_ONCE' }));
});

builder.prismaObjectField(Admin, 'notifications', (t) =>
  t.field({
    type: [AdminNotifications],
    nullable: true,
    description:
      'How often the admin is emailed about requests, for each portal where the admin decides, by the slug, at most 1,000. ' +
      'Null unless this admin asks.',
    resolve: ({ id }, _, context) => notificationsOf(context, id),
  }),
);

const AdminUpdateNotificationsSuccess = builder
  .objectRef<{ admin: AdminWithRoles }>('AdminUpdateNotificationsSuccess')
  .implement({
    description: 'The setting is stored.',
    fields: (t) => ({
      admin: t.field({
        type: Admin,
        description: 'The admin, with the new setting in `notifications`.',
        resolve: ({ admin }) => admin,
      }),
    }),
  });

builder.mutationField('adminUpdateNotifications', (t) =>
  t.fieldWithInput({
    type: AdminUpdateNotificationsSuccess,
    nullable: true,
    description:
      'Changes how often the admin who is logged in is emailed about requests at one portal. An email that waits comes ' +
      'earlier if the new setting asks for that. For OWNER and APPROVER of the portal.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    typeOptions: { description: 'A portal, and how often the admin is emailed about its requests.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      frequency: t.input.field({
        type: NotificationFrequency,
        required: true,
        description: 'How often emails about requests come.',
      }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ admin: await adminUpdateNotifications(app, await admin(), input) }),
  }),
);
