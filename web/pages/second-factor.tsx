import { useState } from 'react';
import { act } from '../api.ts';
import { AskedFor, NotMe } from '../components/asked-for.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { RecoveryCodes } from '../components/recovery-codes.tsx';
import { SetUpPasskey } from '../components/set-up-passkey.tsx';
import { SetUpTotp } from '../components/set-up-totp.tsx';
import {
  AddPasskeyDocument,
  AddTotpDocument,
  type PortalFragment,
  StartPasskeyDocument,
  StartTotpDocument,
} from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';

/** The page of the link that sets up the first second factor. */
export function SecondFactor({ portal }: { portal: PortalFragment }) {
  const { mailed } = useMailedLink(AddTotpDocument, null);
  const [done, setDone] = useState<{ codes: string[]; email: string } | null>(null);
  const account = { href: pagePath(portal, 'account'), label: 'Your account' };
  const setUp = (email: string | null) => (codes: string[] | null) => {
    history.replaceState(null, '', account.href);
    setDone({ codes: codes ?? [], email: email ?? '' });
  };
  if (done) {
    return (
      <Page title="Your second factor is set up" portal={portal}>
        <RecoveryCodes {...done} />
        <p>
          <a className="button" href={account.href}>
            I have stored them
          </a>
        </p>
      </Page>
    );
  }
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="SECOND_FACTOR"
      next={account}
      used={{ title: 'Your second factor was already set up', next: account }}
    >
      {(link) => (
        <Page title="Set up a second factor" portal={portal}>
          <p>
            For your account at {portal.name} with the email address <strong>{link.email}</strong>. Once it is set up, you need
            it each time you log in with your password. You are logged out everywhere else.
          </p>
          <AskedFor link={link} />
          <SetUpTotp
            begin={() => act(StartTotpDocument, { portal: portal.slug, token: mailed.token })}
            add={(input) => act(AddTotpDocument, { portal: portal.slug, ...input })}
            onDone={setUp(link.email)}
          />
          <SetUpPasskey
            begin={() => act(StartPasskeyDocument, { portal: portal.slug, token: mailed.token })}
            add={(input) => act(AddPasskeyDocument, { portal: portal.slug, ...input })}
            onDone={setUp(link.email)}
          />
          <NotMe mailed={mailed} />
        </Page>
      )}
    </MailedPage>
  );
}
