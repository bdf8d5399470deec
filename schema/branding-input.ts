import { builder } from './api/builder.ts';
import { BrandFont } from './api/enums.ts';

const BrandLinkInput = builder.inputType('BrandLinkInput', {
  description: 'A link at the end of each page and email.',
  fields: (t) => ({
    label: t.string({ required: true, description: 'The text of the link, 1 to 40 characters, such as `Privacy`.' }),
    url: t.string({ required: true, description: 'Where it leads, https only, at most 2,000 characters.' }),
  }),
});

export const BrandingInput = builder.inputType('BrandingInput', {
  description:
    'How the pages and the emails of a portal look. Settings that are left out stay, and null brings the standard back.',
  fields: (t) => ({
    logoUrl: t.string({
      description: 'The logo: a URL that `uploadPicture` has answered for this portal, with the kind LOGO.',
    }),
    darkLogoUrl: t.string({
      description:
        'The logo on dark grounds: a URL that `uploadPicture` has answered for this portal, with the kind DARK_LOGO.',
    }),
    iconUrl: t.string({
      description: 'The icon of the pages: a URL that `uploadPicture` has answered for this portal, with the kind ICON.',
    }),
    accentColor: t.string({
      description:
        'The colour of links and buttons: six hexadecimal digits after `#`, such as `#1f5f74`. Where its contrast is too low, a darker or ' +
        'lighter shade of it is shown.',
    }),
    font: t.field({ type: BrandFont, description: 'The kind of font. SYSTEM if never set.' }),
    radius: t.int({ description: 'The radius of the corners of buttons and fields, 0 to 16 CSS pixels. 6 if never set.' }),
    footerText: t.string({ description: 'The text at the end of each page and email, 1 to 500 characters, with line breaks.' }),
    links: t.field({
      type: [BrandLinkInput],
      description: 'The links at the end of each page and email, at most 5, in their order. Replaces the list.',
    }),
  }),
});
