import factors from '../../../../texts/en/pages/factors.json' with { type: 'json' };
import links from '../../../../texts/en/pages/links.json' with { type: 'json' };
import parts from '../../../../texts/en/pages/parts.json' with { type: 'json' };
import proofs from '../../../../texts/en/pages/proofs.json' with { type: 'json' };

/** The areas of the components that both bundles use. */
export const shared = { factors, links, parts, proofs };
