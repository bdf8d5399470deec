import type { ReactNode } from 'react';
import { Body, Container, Head, Heading, Hr, Html, Text } from 'react-email';
import type { Portal } from '../portal.ts';
import { FALLBACK, textsOf } from '../texts.ts';
import { contactOf } from './contact-link.tsx';

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
  return (
    <Html lang={portal.language ?? FALLBACK}>
      <Head>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no" />
        <title>{heading}</title>
      </Head>
      <Body style={{ fontFamily: '-apple-system, system-ui, Roboto, Arial, sans-serif' }}>
        <Container style={{ padding: '24px 16px' }}>
          <Text style={{ fontWeight: 600, margin: 0 }}>{portal.name}</Text>
          <Heading style={{ fontSize: '22px', lineHeight: '28px', margin: '16px 0' }}>{heading}</Heading>
          {children}
          <Hr style={{ borderTop: '1px solid #9ca3af', margin: '32px 0 16px' }} />
          <Text style={{ fontSize: '13px', lineHeight: '20px', margin: 0 }}>
            {textsOf(portal).rich('frame.because', { because, ...contactOf(portal) })}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}
