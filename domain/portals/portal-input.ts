import { z } from 'zod';
import { address, line, name, webAddress } from '../input.ts';
import { isSlug } from './find-portal.ts';

const MOST_ORIGINS = 20;
const LONGEST_VERSION = 64;

const isOrigin = (text: string): boolean => URL.parse(text)?.origin === text && /^https?:/.test(text) && !text.includes('*');

const mailbox = address.transform(({ typed }) => typed);

/** What an owner sets of a portal; each is checked the same when it is created and when it is changed. */
export const portalFields = {
  slug: z.string().refine(isSlug, 'Must be 1 to 63 lower-case letters, digits and inner hyphens.'),
  name,
  publicUrl: webAddress.refine((text) => !text.includes('?'), 'Must have no query: the pages are below it.'),
  catalogUrl: webAddress,
  contactEmail: mailbox,
  mailFrom: mailbox,
  origins: z
    .array(z.string().refine(isOrigin, 'This is not an origin such as https://portal.example.com.'))
    .max(MOST_ORIGINS, `Name at most ${MOST_ORIGINS}.`),
  terms: z.object({ version: line(LONGEST_VERSION), url: webAddress }),
};
