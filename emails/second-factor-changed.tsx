import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { namesOf } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type SecondFactorChangedProps = {
  portal: Portal;
  fullName: string;
  change: 'ADDED' | 'REMOVED' | 'CODES_RENEWED' | 'CODE_USED' | 'RESET';
  forgotPasswordUrl: string;
};

export function secondFactorChanged(props: SecondFactorChangedProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <SecondFactorChanged {...props} />);
}

const wordsIn = ({ portal, fullName, change }: SecondFactorChangedProps) =>
  wordsOf('SECOND_FACTOR_CHANGED', portal, {
    ...namesOf(portal, fullName),
    change: textsOf(portal)(`security.headings.${change}`),
  });

export default function SecondFactorChanged(props: SecondFactorChangedProps) {
  const { portal, change, forgotPasswordUrl } = props;
  const t = textsOf(portal);
  const { title, body } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.account', { portal: portal.name })}>
      {body}
      <Paragraph>{t(`security.facts.${change}`)}</Paragraph>
      <Paragraph>{t('security.youOrAsked')}</Paragraph>
      <Paragraph>{t('password.chooseNew')}</Paragraph>
      <Button href={forgotPasswordUrl} portal={portal}>
        {t('frame.forgot')}
      </Button>
      <Appeal portal={portal} />
    </Layout>
  );
}

SecondFactorChanged.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  change: 'ADDED',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
} satisfies SecondFactorChangedProps;

/** For the gallery. */
export const previews: Record<string, SecondFactorChangedProps> = {
  'Set up': SecondFactorChanged.PreviewProps,
  Removed: { ...SecondFactorChanged.PreviewProps, change: 'REMOVED' },
  'New recovery codes': { ...SecondFactorChanged.PreviewProps, change: 'CODES_RENEWED' },
  'Recovery code used': { ...SecondFactorChanged.PreviewProps, change: 'CODE_USED' },
  Reset: { ...SecondFactorChanged.PreviewProps, change: 'RESET' },
};
