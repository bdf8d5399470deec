import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { carriedEmail, reloadsAs } from '../carried-email.ts';
import { Page } from '../components/page.tsx';
import { strong } from '../components/rich.tsx';
import { SendAgain } from '../components/send-again.tsx';
import { type PortalFragment, RequestPasswordResetDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useStrangerAct } from '../use-stranger-act.ts';

/** Says the same for every email address. After a reload, `email` comes from the browser's history. */
export function ResetSent({ portal, email = carriedEmail() }: { portal: PortalFragment; email?: string }) {
  const t = useTranslations();
  const act = useStrangerAct(portal);
  useEffect(() => reloadsAs(pagePath(portal, 'reset-sent'), email), [portal, email]);
  return (
    <Page title={t('signUp.checkEmail')} portal={portal}>
      <p>
        {email
          ? t.rich('logIn.ifRegistered', { strong, email, portal: portal.name })
          : t('logIn.ifEnteredRegistered', { portal: portal.name })}
      </p>
      <SendAgain
        email={email}
        send={async (to, say) => {
          const answer = await act(RequestPasswordResetDocument, { portal: portal.slug, email: to }, say);
          return answer.__typename === 'RequestPasswordResetSuccess' ? null : answer;
        }}
      />
    </Page>
  );
}
