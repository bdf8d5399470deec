import { Img, Text } from 'react-email';
import type { Portal } from '../portal.ts';

/** The logo, or the name. A program that shows no pictures shows the name, and so does the plain text. */
export function Masthead({ portal: { name, brand } }: { portal: Portal }) {
  const { logo } = brand;
  if (!logo) return <Text style={{ fontWeight: 600, margin: 0 }}>{name}</Text>;

  return (
    <picture>
      {logo.darkUrl && <source srcSet={logo.darkUrl} media="(prefers-color-scheme: dark)" />}
      <Img src={logo.url} alt={name} width={logo.width} height={logo.height} style={{ fontWeight: 600 }} />
    </picture>
  );
}
