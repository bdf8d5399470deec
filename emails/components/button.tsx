import { Button as EmailButton, Text } from 'react-email';
import type { Portal } from '../portal.ts';
import { textsOf } from '../texts.ts';

type ButtonProps = {
  href: string;
  /** Whose language the line below the button is in. English if it is left out. */
  portal?: Pick<Portal, 'language'>;
  children: string;
};

/** Put it after a sentence that names the act. The plain text shows only the URL, on its own line. */
export function Button({ href, portal = {}, children }: ButtonProps) {
  return (
    <>
      <EmailButton href={href} style={button} data-skip-in-text={true}>
        {children}
      </EmailButton>
      <Text style={{ fontSize: '13px', lineHeight: '20px', overflowWrap: 'anywhere' }}>
        <span data-skip-in-text={true}>
          {textsOf(portal)('frame.button')}
          <br />
        </span>
        {href}
      </Text>
    </>
  );
}

// White on this blue has a contrast of 6.7:1.
const button = {
  backgroundColor: '#1d4ed8',
  borderRadius: '6px',
  color: '#ffffff',
  fontSize: '16px',
  fontWeight: 600,
  padding: '14px 20px',
};
