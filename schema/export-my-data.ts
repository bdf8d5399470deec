import { exportMyData } from '../domain/developers/export-my-data.ts';
import { NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import { builder } from './api/builder.ts';

const ExportMyDataSuccess = builder.objectRef<{ json: string }>('ExportMyDataSuccess').implement({
  description: 'The data of the developer is exported, and the audit log of the portal says so.',
  fields: (t) => ({
    json: t.exposeString('json', {
      description:
        'A JSON document, at most a few megabytes, to save as a file. `docs/build-a-client.md` describes its keys. Keys can be ' +
        'added.',
    }),
  }),
});

builder.mutationField('exportMyData', (t) =>
  t.fieldWithInput({
    type: ExportMyDataSuccess,
    nullable: true,
    description:
      'Exports everything that the developer who is logged in may see: profile, answers, decisions, questions, sessions, linked ' +
      'accounts, second factors without their secrets, accepted terms, and the newest 1,000 events. 10 times an hour. NotAllowed if ' +
      'nobody is logged in.',
    errors: { types: [NotAllowed, TooManyAttempts] },
    typeOptions: { description: 'The portal whose data about a developer is exported.' },
    input: { portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }) },
    resolve: async (_, { input }, { app, developer }) => ({ json: await exportMyData(app, await developer(input.portal)) }),
  }),
);
