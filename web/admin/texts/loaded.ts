import factors from '../../../texts/en/pages/factors.json' with { type: 'json' };
import links from '../../../texts/en/pages/links.json' with { type: 'json' };
import parts from '../../../texts/en/pages/parts.json' with { type: 'json' };
import proofs from '../../../texts/en/pages/proofs.json' with { type: 'json' };
import type { PageTexts } from '../../../texts/page-texts.ts';
import type { en } from './en.ts';

/** The areas of the components that both bundles use, and those whose pages are loaded. The build fills it: see `web/build/texts.ts`. */
export const loadedTexts: Partial<PageTexts & typeof en> = { factors, links, parts, proofs };
