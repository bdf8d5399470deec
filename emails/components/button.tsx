import { use } from 'react';
import { Button as EmailButton, Text } from 'react-email';
import { BrandOfEmail } from '../brand.ts';
import type { Portal } from '../portal.ts';
import { textsOf } from '../texts.ts';
import { InlineLink } from './inline-link.tsx';

type ButtonProps = {
  href: string;
  /** Whose language the line below the button is in. */
  portal: Pick<Portal, 'language'>;
  children: string;
};

/** Put it after a sentence that names the act. The plain text shows only the URL, on its own line. */
export function Button({ href, portal, children }: ButtonProps) {
  const { light, radius } = use(BrandOfEmail);
  const colors = { backgroundColor: light.button, borderColor: light.accent, color: light.onButton };
  return (
    <>
      <EmailButton
        href={href}
        className="button"
        style={{ ...button, ...colors, borderRadius: `${radius}px` }}
        data-skip-in-text={true}
      >
        {children}
      </EmailButton>
      <Text style={{ fontSize: '13px', lineHeight: '20px' }}>
        <span data-skip-in-text={true}>
          {textsOf(portal)('frame.button')}
          <br />
        </span>
        <InlineLink href={href}>{href}</InlineLink>
      </Text>
    </>
  );
}

const button = {
  borderStyle: 'solid',
  borderWidth: '1px',
  fontSize: '16px',
  fontWeight: 600,
  padding: '14px 20px',
};
