import * as z from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import { FONT_NAMES } from './fonts.ts';

/** In CSS pixels, the corners that all pages had before. */
const STANDARD_RADIUS = 6;

const picture = z.object({ hash: z.string(), width: z.int(), height: z.int() });

/** What a portal has set, with the standard for the rest. */
const stored = z.object({
  logo: picture.nullable().default(null),
  darkLogo: picture.nullable().default(null),
  icon: picture.nullable().default(null),
  accentColor: z.string().nullable().default(null),
  // A newer version, which runs beside this one during an upgrade, may know more.
  font: z.enum(FONT_NAMES).catch('SYSTEM'),
  radius: z.int().default(STANDARD_RADIUS),
  footerText: z.string().nullable().default(null),
  links: z.array(z.object({ label: z.string(), url: z.string() })).default([]),
});

export type Branding = z.output<typeof stored>;
export type StoredPicture = z.output<typeof picture>;

export const brandingOf = ({ branding }: Pick<Portal, 'branding'>): Branding => stored.parse(branding);
