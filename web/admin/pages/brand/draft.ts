import type { BrandingInput, FindBrandQuery } from '../../generated/operations.ts';

type SavedBrand = NonNullable<FindBrandQuery['portal']>['branding'];

type Link = SavedBrand['links'][number] & { id: string };

/** The brand while it is edited. An empty text means that nothing is set. */
export type BrandDraft = Pick<SavedBrand, 'logoUrl' | 'darkLogoUrl' | 'iconUrl' | 'font'> & {
  accentColor: string;
  radius: string;
  footerText: string;
  links: Link[];
};

export type ChangeBrand = (part: Partial<BrandDraft>) => void;

export const newLink = (): Link => ({ id: crypto.randomUUID(), label: '', url: '' });

export const draftOf = ({
  logoUrl,
  darkLogoUrl,
  iconUrl,
  font,
  accentColor,
  radius,
  footerText,
  links,
}: SavedBrand): BrandDraft => ({
  logoUrl,
  darkLogoUrl,
  iconUrl,
  font,
  accentColor: accentColor ?? '',
  radius: String(radius),
  footerText: footerText ?? '',
  links: links.map((link) => ({ ...link, id: crypto.randomUUID() })),
});

export const inputOf = ({ accentColor, radius, footerText, links, ...rest }: BrandDraft): BrandingInput => ({
  ...rest,
  accentColor: accentColor.trim() || null,
  radius: radius === '' ? null : Number(radius),
  footerText: footerText.trim() || null,
  links: links.map(({ label, url }) => ({ label: label.trim(), url: url.trim() })),
});

/** The colour for a preview; null while it is being typed. */
export const shownColor = ({ accentColor }: BrandDraft): string | null =>
  /^#[0-9a-f]{6}$/i.test(accentColor.trim()) ? accentColor.trim().toLowerCase() : null;
