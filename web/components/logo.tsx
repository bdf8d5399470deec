import { picturePath } from '../picture-path.ts';

type LogoProps = { name: string; logoUrl: string | null; darkLogoUrl: string | null };

/** The logo of a portal, or its name. */
export function Logo({ name, logoUrl, darkLogoUrl }: LogoProps) {
  if (!logoUrl) return name;
  return (
    <picture>
      {darkLogoUrl && <source srcSet={picturePath(darkLogoUrl)} media="(prefers-color-scheme: dark)" />}
      <img className="logo" src={picturePath(logoUrl)} alt={name} />
    </picture>
  );
}
