import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { listed } from './listed.ts';
import { inUtc } from './moment.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type SenderLapsedProps = {
  portal: Portal;
  domain: string;
  /** The names of the DNS records that were not found. */
  records: string[];
  /** Until when emails still come from the domain. */
  usedUntil: Date;
  settingsUrl: string;
};

/** For those who may change a portal, once, when the DNS records of its sender have vanished. */
export function senderLapsed(props: SenderLapsedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <SenderLapsed {...props} />);
}

const subject = ({ portal, domain }: SenderLapsedProps): string =>
  textsOf(portal)('sender.subject', { portal: portal.name, domain });

export default function SenderLapsed({ portal, domain, records, usedUntil, settingsUrl }: SenderLapsedProps) {
  const t = textsOf(portal);
  const { name, language } = portal;
  return (
    <Layout portal={portal} heading={t('sender.heading', { domain })} because={t('requests.becauseOwner', { portal: name })}>
      <Paragraph>{t('sender.missing', { portal: name, domain, records: listed(records, language) })}</Paragraph>
      <Paragraph>{t('sender.setAgain', { moment: inUtc(usedUntil, language) })}</Paragraph>
      <Button href={settingsUrl} portal={portal}>
        {t('sender.look')}
      </Button>
    </Layout>
  );
}

SenderLapsed.PreviewProps = {
  portal: previewPortal,
  domain: 'mail.acme.example',
  records: ['gatehouse-3f2a9c1b77de._domainkey.mail.acme.example'],
  usedUntil: new Date('2027-11-24T08:30:00Z'),
  settingsUrl: 'https://accounts.acme.example/admin/portals/acme/sender',
} satisfies SenderLapsedProps;
