import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { carriedEmail, reloadsAs } from '../carried-email.ts';
import { EnterCode } from '../components/enter-code.tsx';
import type { Say } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { linkTo, strong } from '../components/rich.tsx';
import { SendAgain } from '../components/send-again.tsx';
import { type PortalFragment, ResendVerificationDocument } from '../generated/operations.ts';
import { keepSignUp, keptSignUp, type SignUpHere, withSecret } from '../kept-sign-up.ts';
import { pagePath } from '../page-path.ts';
import { useStrangerAct } from '../use-stranger-act.ts';
import { AddressVerified, type Verified } from './address-verified.tsx';

type CheckEmailProps = { portal: PortalFragment; email?: string; here?: SignUpHere | null };

/**
 * Says the same for every email address, so that it does not show who is registered. After a reload, `email` comes from the
 * browser's history. A code can be typed only in the tab that signed up.
 */
export function CheckEmail({ portal, email = carriedEmail(), here = keptSignUp(portal.slug, email) }: CheckEmailProps) {
  const t = useTranslations('signUp');
  const act = useStrangerAct(portal);
  const [signUp, setSignUp] = useState(here);
  const [verified, setVerified] = useState<Verified | null>(null);
  useEffect(() => reloadsAs(pagePath(portal, 'check-email'), email), [portal, email]);

  async function sendAgain(to: string, say: Say) {
    const answer = await act(ResendVerificationDocument, { portal: portal.slug, email: to }, say);
    if (answer.__typename !== 'ResendVerificationSuccess') return answer;
    if (signUp) {
      const now = withSecret(signUp, answer.codeSecret);
      keepSignUp(now);
      setSignUp(now);
    }
    return null;
  }

  if (verified) return <AddressVerified portal={portal} verified={verified} />;
  return (
    <Page title={t('checkEmail')} portal={portal}>
      <p>{email ? t.rich('sentTo', { strong, email }) : t('sent')}</p>
      {signUp && <EnterCode portal={portal} here={signUp} done={setVerified} />}
      <div className="second-acts">
        <SendAgain email={email} send={sendAgain} />
      </div>
      <p>{t.rich('wrongAddress', { link: linkTo(pagePath(portal, 'sign-up')) })}</p>
    </Page>
  );
}
