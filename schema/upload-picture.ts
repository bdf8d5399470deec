import { pictureUrl } from '../domain/branding/picture-url.ts';
import type { NewPicture } from '../domain/branding/re-encode.ts';
import { InvalidInput, NotAllowed, NotFound, TooManyAttempts } from '../domain/errors.ts';
import { uploadPicture } from '../domain/portals/upload-picture.ts';
import { builder } from './api/builder.ts';
import { PictureKind } from './api/enums.ts';

const UploadPictureSuccess = builder.objectRef<NewPicture>('UploadPictureSuccess').implement({
  description: 'The picture is stored, and shown nowhere yet. `updatePortal` takes its URL.',
  fields: (t) => ({
    url: t.string({
      description: 'The URL of the picture, a PNG. It is served from here, and what it answers never changes.',
      resolve: ({ hash }, _, { app }) => pictureUrl(app, hash),
    }),
    width: t.exposeInt('width', { description: 'The width in pixels, at most 480 of a logo and 192 of an icon.' }),
    height: t.exposeInt('height', { description: 'The height in pixels, at most 96 of a logo and 192 of an icon.' }),
  }),
});

builder.mutationField('uploadPicture', (t) =>
  t.fieldWithInput({
    type: UploadPictureSuccess,
    nullable: true,
    description:
      'Stores a picture for the brand of a portal. For an OWNER of the portal. A PNG, JPEG or WebP file, which is encoded anew, and made smaller ' +
      'where it is larger than it is shown. InvalidInput on `data` with NOT_A_PICTURE for other files, also for SVG, and with TOO_LARGE for more than 512 KiB or 4 million ' +
      'pixels. A portal has at most 20 pictures: the oldest one that it does not use is removed.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, TooManyAttempts] },
    typeOptions: { description: 'A picture to store.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      kind: t.input.field({ type: PictureKind, required: true, description: 'What the picture is for.' }),
      data: t.input.string({ required: true, description: 'The file in base64, at most 512 KiB before that.' }),
    },
    resolve: async (_, { input }, { app, caller }) => await uploadPicture(app, await caller(), input),
  }),
);
