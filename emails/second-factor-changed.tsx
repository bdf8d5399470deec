import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { greeting } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type SecondFactorChangedProps = {
  portal: Portal;
  fullName: string;
  change: 'ADDED' | 'REMOVED' | 'CODES_RENEWED' | 'CODE_USED' | 'RESET';
  forgotPasswordUrl: string;
};

export function secondFactorChanged(props: SecondFactorChangedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <SecondFactorChanged {...props} />);
}

function subject({ portal, change }: SecondFactorChangedProps): string {
  const t = textsOf(portal);
  return t('security.changedSubject', { heading: t(`security.headings.${change}`), portal: portal.name });
}

export default function SecondFactorChanged({ portal, fullName, change, forgotPasswordUrl }: SecondFactorChangedProps) {
  const t = textsOf(portal);
  return (
    <Layout portal={portal} heading={t(`security.headings.${change}`)} because={t('frame.account', { portal: portal.name })}>
      <Paragraph>{greeting(portal, fullName)}</Paragraph>
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
