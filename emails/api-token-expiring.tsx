import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { inUtc } from './moment.ts';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type ApiTokenExpiringProps = {
  installation: Portal;
  name: string;
  /** The first characters of the token. */
  prefix: string;
  expiresAt: Date;
  tokensUrl: string;
};

/** For the admin who made the token. */
export function apiTokenExpiring(props: ApiTokenExpiringProps): Promise<RenderedEmail> {
  return renderEmail(`An API token of ${props.installation.name} ends soon: ${props.name}`, <ApiTokenExpiring {...props} />);
}

export default function ApiTokenExpiring({ installation, name, prefix, expiresAt, tokensUrl }: ApiTokenExpiringProps) {
  return (
    <Layout portal={installation} heading="An API token ends soon" because={`you are an admin of ${installation.name}`}>
      <Paragraph>
        The API token “{name}”, which begins with {prefix}, works until {inUtc(expiresAt)}. After that, the program that uses it
        is refused.
      </Paragraph>
      <Paragraph>
        If you still need it, create a new token with the same roles, and give it to the program. There is no other email about
        this token.
      </Paragraph>
      <Button href={tokensUrl}>API tokens</Button>
    </Layout>
  );
}

ApiTokenExpiring.PreviewProps = {
  installation: previewInstallation,
  name: 'Chat bot',
  prefix: 'gth_Ab3dEf6h',
  expiresAt: new Date('2027-11-24T08:30:00Z'),
  tokensUrl: 'https://accounts.acme.example/admin/tokens',
} satisfies ApiTokenExpiringProps;
