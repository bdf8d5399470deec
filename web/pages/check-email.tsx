import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../api.ts';
import { carriedEmail, reloadsAs } from '../carried-email.ts';
import { Page } from '../components/page.tsx';
import { linkTo, strong } from '../components/rich.tsx';
import { SendAgain } from '../components/send-again.tsx';
import { type PortalFragment, ResendVerificationDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';

/**
 * Says the same for every email address, so that it does not show who is registered. After a reload, `email` comes from the
 * browser's history.
 */
export function CheckEmail({ portal, email = carriedEmail() }: { portal: PortalFragment; email?: string }) {
  const t = useTranslations('signUp');
  useEffect(() => reloadsAs(pagePath(portal, 'check-email'), email), [portal, email]);
  return (
    <Page title={t('checkEmail')} portal={portal}>
      <p>{email ? t.rich('sentTo', { strong, email }) : t('sent')}</p>
      <SendAgain
        email={email}
        send={async (to) => {
          const answer = await act(ResendVerificationDocument, { portal: portal.slug, email: to });
          return answer.__typename === 'ResendVerificationSuccess' ? null : answer;
        }}
      />
      <p>{t.rich('wrongAddress', { link: linkTo(pagePath(portal, 'sign-up')) })}</p>
    </Page>
  );
}
