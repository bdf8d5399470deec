import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AskForLink } from '../components/ask-for-link.tsx';
import { SsoOnly } from '../components/sso-only.tsx';
import { type PortalFragment, RequestPasswordResetDocument } from '../generated/operations.ts';
import { useStrangerAct } from '../use-stranger-act.ts';
import { ResetSent } from './reset-sent.tsx';

export function ForgotPassword({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('logIn');
  const act = useStrangerAct(portal);
  const [asked, setAsked] = useState<string | null>(null);
  if (!portal.passwordLogin) return <SsoOnly portal={portal} title={t('forgot')} />;
  if (asked) return <ResetSent portal={portal} email={asked} />;
  return (
    <AskForLink
      portal={portal}
      title={t('forgot')}
      what={t('enterAddress')}
      send={async (email, say) => {
        const answer = await act(RequestPasswordResetDocument, { portal: portal.slug, email }, say);
        if (answer.__typename !== 'RequestPasswordResetSuccess') return answer;
        setAsked(answer.email);
        return null;
      }}
    />
  );
}
