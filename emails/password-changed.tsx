import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { ProviderAccount, type ProviderAccountProps } from './components/provider-account.tsx';
import { namesOf } from './greeting.ts';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type PasswordChangedProps = {
  portal: Portal;
  fullName: string;
  forgotPasswordUrl: string;
  /** The accounts at providers that still log in to this account. */
  accounts: ProviderAccountProps[];
  /** The link that unlinks them. Null if there are none, or if the link has ended. */
  unlinkUrl: string | null;
  expiresInHours: number;
};

export function passwordChanged(props: PasswordChangedProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <PasswordChanged {...props} />);
}

const wordsIn = ({ portal, fullName }: PasswordChangedProps) => wordsOf('PASSWORD_CHANGED', portal, namesOf(portal, fullName));

export default function PasswordChanged(props: PasswordChangedProps) {
  const { portal, forgotPasswordUrl } = props;
  const t = textsOf(portal);
  const { title, body } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.account', { portal: portal.name })}>
      {body}
      <Paragraph>{t('password.chooseNew')}</Paragraph>
      <Button href={forgotPasswordUrl} portal={portal}>
        {t('frame.forgot')}
      </Button>
      <LinkedAccounts {...props} />
      <Appeal portal={portal} />
    </Layout>
  );
}

function LinkedAccounts({ portal, accounts, unlinkUrl, expiresInHours }: PasswordChangedProps) {
  const t = textsOf(portal);
  if (accounts.length === 0 || unlinkUrl === null) return null;
  return (
    <>
      <Paragraph>{t('password.linked')}</Paragraph>
      {accounts.map((account) => (
        <Paragraph key={`${account.host} ${account.subject}`}>
          <ProviderAccount {...account} portal={portal} />
        </Paragraph>
      ))}
      <Paragraph>{t('password.unlink', { time: lifetime(expiresInHours, portal.language) })}</Paragraph>
      <Button href={unlinkUrl} portal={portal}>
        {t('password.look')}
      </Button>
    </>
  );
}

PasswordChanged.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
  accounts: [],
  unlinkUrl: null,
  expiresInHours: 72,
} satisfies PasswordChangedProps;

/** For the gallery. */
export const linkedAccounts = {
  accounts: [{ label: 'Acme ID', host: 'id.acme.example', subject: 'u-1842' }],
  unlinkUrl: 'https://developers.acme.example/unlink-sso?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
} satisfies Partial<PasswordChangedProps>;
