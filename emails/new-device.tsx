import { Button } from './components/button.tsx';
import { contactOf } from './components/contact-link.tsx';
import { Layout } from './components/layout.tsx';
import { LogInFacts, type LogInFactsProps, previewLogIn } from './components/log-in-facts.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { namesOf } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type NewDeviceProps = {
  portal: Portal;
  fullName: string;
  logIn: LogInFactsProps;
  accountUrl: string;
  /** Null if the account has no password. */
  forgotPasswordUrl: string | null;
};

export function newDevice(props: NewDeviceProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <NewDevice {...props} />);
}

const wordsIn = ({ portal, fullName }: NewDeviceProps) => wordsOf('NEW_DEVICE', portal, namesOf(portal, fullName));

export default function NewDevice(props: NewDeviceProps) {
  const { portal, logIn, accountUrl, forgotPasswordUrl } = props;
  const t = textsOf(portal);
  const { title, body } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.account', { portal: portal.name })}>
      {body}
      <LogInFacts portal={portal} {...logIn} />
      <Paragraph>{t('security.nothingToDo')}</Paragraph>
      {forgotPasswordUrl === null ? (
        <Paragraph>{t.rich('security.logDeviceOut', contactOf(portal))}</Paragraph>
      ) : (
        <>
          <Paragraph>{t('security.chooseNew')}</Paragraph>
          <Button href={forgotPasswordUrl} portal={portal}>
            {t('frame.forgot')}
          </Button>
          <Paragraph>{t('security.whereLoggedIn')}</Paragraph>
        </>
      )}
      <Button href={accountUrl} portal={portal}>
        {t('frame.yourAccount')}
      </Button>
      <Paragraph>{t('security.atMostOne')}</Paragraph>
    </Layout>
  );
}

NewDevice.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  logIn: previewLogIn,
  accountUrl: 'https://developers.acme.example/account',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
} satisfies NewDeviceProps;
