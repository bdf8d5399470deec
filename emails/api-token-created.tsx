import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { inUtc } from './moment.ts';
import { type Portal, previewInstallation } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type ApiTokenCreatedProps = {
  installation: Portal;
  name: string;
  /** The first characters of the token. */
  prefix: string;
  expiresAt: Date;
  tokensUrl: string;
};

/** For the admin who made the token. */
export function apiTokenCreated(props: ApiTokenCreatedProps): Promise<RenderedEmail> {
  return renderEmail(`You created an API token at ${props.installation.name}: ${props.name}`, <ApiTokenCreated {...props} />);
}

export default function ApiTokenCreated({ installation, name, prefix, expiresAt, tokensUrl }: ApiTokenCreatedProps) {
  return (
    <Layout portal={installation} heading="You created an API token" because={`you are an admin of ${installation.name}`}>
      <Paragraph>
        The API token “{name}”, which begins with {prefix}, works until {inUtc(expiresAt)}. A program that has it can do what
        the roles of the token allow.
      </Paragraph>
      <Paragraph>
        If it was not you, revoke the token and change your password. A new password alone does not end the token.
      </Paragraph>
      <Button href={tokensUrl}>API tokens</Button>
    </Layout>
  );
}

ApiTokenCreated.PreviewProps = {
  installation: previewInstallation,
  name: 'Chat bot',
  prefix: 'gth_Ab3dEf6h',
  expiresAt: new Date('2027-11-24T08:30:00Z'),
  tokensUrl: 'https://accounts.acme.example/admin/tokens',
} satisfies ApiTokenCreatedProps;
