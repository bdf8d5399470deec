import type { ReactNode } from 'react';
import { Body, Container, Head, Heading, Hr, Html, Text } from 'react-email';
import { type Brand, BrandOfEmail } from '../brand.ts';
import type { Portal } from '../portal.ts';
import { FALLBACK, textsOf } from '../texts.ts';
import { contactOf } from './contact-link.tsx';
import { Imprint } from './imprint.tsx';
import { Masthead } from './masthead.tsx';

type LayoutProps = {
  portal: Portal;
  heading: string;
  /** Ends the sentence "You get this email because ...", in the language of the mail. */
  because: string;
  children: ReactNode;
};

/**
 * Keeps the reader's own colours, so light and dark both have full contrast.
 * React Email's `<Preview>` is not used, because it doubles the size of a mail.
 */
export function Layout({ portal, heading, because, children }: LayoutProps) {
  const { brand } = portal;
  return (
    <Html lang={portal.language ?? FALLBACK}>
      <Head>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no" />
        <title>{heading}</title>
        <style>{darkStyle(brand)}</style>
      </Head>
      <Body style={{ fontFamily: brand.fontFamily }}>
        <BrandOfEmail value={brand}>
          <Container style={{ padding: '24px 16px' }}>
            <Masthead portal={portal} />
            <Heading style={{ fontSize: '22px', lineHeight: '28px', margin: '16px 0' }}>{heading}</Heading>
            {children}
            <Hr style={{ borderTop: '1px solid #9ca3af', margin: '32px 0 16px' }} />
            <Text style={{ fontSize: '13px', lineHeight: '20px', margin: 0 }}>
              {textsOf(portal).rich('frame.because', { because, ...contactOf(portal) })}
            </Text>
            <Imprint brand={brand} />
          </Container>
        </BrandOfEmail>
      </Body>
    </Html>
  );
}

/** Colours inside the HTML are those for light grounds. A program that draws dark ones by itself changes them itself. */
function darkStyle({ dark: { accent, button, onButton } }: Brand): string {
  const ofButton = `background-color:${button}!important;border-color:${accent}!important;color:${onButton}!important`;
  return `@media (prefers-color-scheme:dark){.button{${ofButton}}.link{color:${accent}!important}}`;
}
