import { builder } from './api/builder.ts';
import { PortalSettings } from './portal-settings.ts';

const PendingEvaluation = builder.prismaObject('PendingEvaluation', {
  description: 'The last run of the approval rules over the registrations that waited, and how far it is.',
  fields: (t) => ({
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'The time when an admin asked for it.' }),
    total: t.exposeInt('total', { description: 'The number of registrations that waited then.' }),
    approved: t.exposeInt('approved', { description: 'The number that was approved so far.' }),
    queued: t.exposeInt('queued', { description: 'The number that still waits for an admin.' }),
    refused: t.exposeInt('refused', { description: 'The number that was refused so far.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time when all were evaluated. Null while it runs.',
    }),
  }),
});

builder.prismaObjectField(PortalSettings, 'pendingEvaluation', (t) =>
  t.relation('pendingEvaluation', {
    type: PendingEvaluation,
    nullable: true,
    description: 'The last run that `applyToPending` asked for. Null if there was none.',
  }),
);
