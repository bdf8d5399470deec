import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { inUtc } from './moment.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

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
  return renderEmail(`${props.portal.name}: DNS records of ${props.domain} are missing`, <SenderLapsed {...props} />);
}

export default function SenderLapsed({ portal, domain, records, usedUntil, settingsUrl }: SenderLapsedProps) {
  return (
    <Layout portal={portal} heading={`DNS records of ${domain} are missing`} because={`you are an OWNER of ${portal.name}`}>
      <Paragraph>
        Emails of {portal.name} come from {domain}. Its DNS does not have these records any more, or has others in their place:{' '}
        {records.join(', ')}. Mail servers may take the emails for spam.
      </Paragraph>
      <Paragraph>
        Set the records again until {inUtc(usedUntil)}. After that, emails come from the sender of the installation, under the
        name of the portal. There is no other email about this.
      </Paragraph>
      <Button href={settingsUrl}>Look at the records</Button>
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
