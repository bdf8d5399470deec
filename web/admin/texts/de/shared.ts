import factors from '../../../../texts/de/pages/factors.json' with { type: 'json' };
import links from '../../../../texts/de/pages/links.json' with { type: 'json' };
import parts from '../../../../texts/de/pages/parts.json' with { type: 'json' };
import proofs from '../../../../texts/de/pages/proofs.json' with { type: 'json' };
import refusals from '../../../../texts/de/pages/refusals.json' with { type: 'json' };

/** The areas of the components that both bundles use, and what they say of a refusal: the API says it in English. */
export const shared = { factors, links, parts, proofs, refusals };
