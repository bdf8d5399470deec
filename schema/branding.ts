import { isColor } from '../domain/branding/accent-color.ts';
import { type Branding as BrandingRow, brandingOf, type StoredPicture } from '../domain/branding/branding.ts';
import type { Colors } from '../domain/branding/colors.ts';
import { pictureUrl } from '../domain/branding/picture-url.ts';
import { type Theme, themeOf } from '../domain/branding/theme.ts';
import { builder } from './api/builder.ts';
import { BrandFont } from './api/enums.ts';
import { Portal } from './portals.ts';

const BrandColors = builder.objectRef<Colors>('BrandColors').implement({
  description:
    'Colours as six hexadecimal digits after `#`. Each text has a contrast of at least 4.5 to what it stands on, whatever the ' +
    'accent colour is.',
  fields: (t) => ({
    accent: t.exposeString('accent', { description: 'For links, and for the edges of buttons.' }),
    button: t.exposeString('button', { description: 'The ground of a button.' }),
    onButton: t.exposeString('onButton', { description: 'The text on a button.' }),
  }),
});

const BrandTheme = builder.objectRef<Theme>('BrandTheme').implement({
  description: 'What a page or an email is drawn with.',
  fields: (t) => ({
    light: t.field({ type: BrandColors, description: 'On light grounds.', resolve: ({ light }) => light }),
    dark: t.field({ type: BrandColors, description: 'On dark grounds.', resolve: ({ dark }) => dark }),
    fontFamily: t.exposeString('fontFamily', { description: 'The fonts, as CSS takes them for `font-family`.' }),
  }),
});

const BrandLink = builder.objectRef<BrandingRow['links'][number]>('BrandLink').implement({
  description: 'A link at the end of each page and email of a portal.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'The text of the link.' }),
    url: t.exposeString('url', { description: 'Where it leads, always https.' }),
  }),
});

const Branding = builder.objectRef<BrandingRow>('Branding').implement({
  description: 'How the pages and the emails of a portal look.',
  fields: (t) => {
    const picture = (name: 'logo' | 'darkLogo' | 'icon', description: string) =>
      t.string({
        nullable: true,
        description,
        resolve: ({ [name]: stored }: Record<typeof name, StoredPicture | null>, _, { app }) =>
          stored && pictureUrl(app, stored.hash),
      });
    return {
      logoUrl: picture('logo', 'The URL of the logo, a PNG. Null for the name of the portal in its place.'),
      darkLogoUrl: picture('darkLogo', 'The URL of the logo on dark grounds. Null for the same logo as on light ones.'),
      iconUrl: picture(
        'icon',
        'The URL of the icon that browsers show beside the title of a page. Null for the one of Gatehouse.',
      ),
      accentColor: t.exposeString('accentColor', {
        nullable: true,
        description:
          'The colour that was asked for, such as `#1f5f74`. `theme` has the colours that are shown. Null if none was.',
      }),
      font: t.field({ type: BrandFont, description: 'The kind of font.', resolve: ({ font }) => font }),
      radius: t.exposeInt('radius', { description: 'The radius of the corners of buttons and fields, in CSS pixels.' }),
      footerText: t.exposeString('footerText', {
        nullable: true,
        description: 'The text at the end of each page and email, such as the name and the seat of the company. Null for none.',
      }),
      links: t.field({
        type: [BrandLink],
        description: 'The links at the end of each page and email, such as one to a privacy notice.',
        resolve: ({ links }) => links,
      }),
      theme: t.field({ type: BrandTheme, description: 'The colours and the font that are shown.', resolve: themeOf }),
    };
  },
});

builder.prismaObjectField(Portal, 'branding', (t) =>
  t.field({
    type: Branding,
    description: 'How the pages and the emails of the portal look.',
    resolve: (portal) => brandingOf(portal),
  }),
);

builder.queryField('brandTheme', (t) =>
  t.field({
    type: BrandTheme,
    nullable: true,
    description: 'The colours and the font that a brand would have. It changes nothing. Null if `accentColor` is no colour.',
    args: {
      accentColor: t.arg.string({
        description: 'Six hexadecimal digits after `#`, such as `#1f5f74`. Leave it out for the standard.',
      }),
      font: t.arg({ type: BrandFont, required: true, description: 'The kind of font.' }),
    },
    resolve: (_, { accentColor = null, font }) =>
      accentColor === null || isColor(accentColor) ? themeOf({ accentColor: accentColor?.toLowerCase() ?? null, font }) : null,
  }),
);
