import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { reloadsAs } from '../carried-email.ts';
import type { PortalFragment } from '../generated/operations.ts';
import type { Refusal, Say } from './form.tsx';
import { Page } from './page.tsx';
import { strong } from './rich.tsx';
import { SendAgain } from './send-again.tsx';

type LinkSentProps = {
  portal: PortalFragment;
  /** The path of this page, which a reload shows again. */
  path: string;
  /** Empty if the page does not know it any more. */
  email: string;
  send: (email: string, say: Say) => Promise<Refusal | null>;
};

/** After somebody asked for a link by email. Says the same for every email address. */
export function LinkSent({ portal, path, email, send }: LinkSentProps) {
  const t = useTranslations();
  useEffect(() => reloadsAs(path, email), [path, email]);
  return (
    <Page title={t('signUp.checkEmail')} portal={portal}>
      <p>
        {email
          ? t.rich('logIn.ifRegistered', { strong, email, portal: portal.name })
          : t('logIn.ifEnteredRegistered', { portal: portal.name })}
      </p>
      <SendAgain email={email} send={send} />
    </Page>
  );
}
