import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type AddressTakenProps = {
  portal: Portal;
  /** True if an account that changed to another email address can still get it back. */
  isReserved: boolean;
  reservedForHours: number;
  logInUrl: string;
};

/** The owner gets it when another person enters the email address. It has no link that grants anything. */
export function addressTaken(props: AddressTakenProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <AddressTaken {...props} />);
}

const wordsIn = ({ portal, isReserved }: AddressTakenProps) =>
  wordsOf(isReserved ? 'ADDRESS_RESERVED' : 'ADDRESS_TAKEN', portal, {});

export default function AddressTaken(props: AddressTakenProps) {
  const { portal, isReserved, reservedForHours, logInUrl } = props;
  const t = textsOf(portal);
  const { title, body } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.entered', { portal: portal.name })}>
      {body}
      {isReserved ? (
        <Paragraph>{t('address.reservedYou', { time: lifetime(reservedForHours, portal.language) })}</Paragraph>
      ) : (
        <>
          <Paragraph>{t('address.takenYou')}</Paragraph>
          <Button href={logInUrl} portal={portal}>
            {t('logIn.logIn')}
          </Button>
        </>
      )}
      <Paragraph>{t('address.takenNotYou')}</Paragraph>
    </Layout>
  );
}

const taken = {
  portal: previewPortal,
  isReserved: false,
  reservedForHours: 72,
  logInUrl: 'https://developers.acme.example/log-in',
} satisfies AddressTakenProps;

AddressTaken.PreviewProps = taken;

export const previews = {
  'Of an account': taken,
  Reserved: { ...taken, isReserved: true },
} satisfies Record<string, AddressTakenProps>;
