import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { carriedEmail } from '../carried-email.ts';
import { AskForLink } from '../components/ask-for-link.tsx';
import { LinkSent } from '../components/link-sent.tsx';
import { type PortalFragment, RequestRegistrationLinkDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useStrangerAct } from '../use-stranger-act.ts';

/** For people who wait or were rejected, also without a password. */
export function RegistrationLink({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('status');
  const act = useStrangerAct(portal);
  const [asked, setAsked] = useState<string | null>(null);
  if (asked) return <RegistrationLinkSent portal={portal} email={asked} />;
  return (
    <AskForLink
      portal={portal}
      title={t('seeWhere')}
      what={t('askForLink')}
      send={async (email, say) => {
        const answer = await act(RequestRegistrationLinkDocument, { portal: portal.slug, email }, say);
        if (answer.__typename !== 'RequestRegistrationLinkSuccess') return answer;
        setAsked(answer.email);
        return null;
      }}
    />
  );
}

/** After a reload, `email` comes from the browser's history. */
export function RegistrationLinkSent({ portal, email = carriedEmail() }: { portal: PortalFragment; email?: string }) {
  const act = useStrangerAct(portal);
  return (
    <LinkSent
      portal={portal}
      path={pagePath(portal, 'registration-link-sent')}
      email={email}
      send={async (to, say) => {
        const answer = await act(RequestRegistrationLinkDocument, { portal: portal.slug, email: to }, say);
        return answer.__typename === 'RequestRegistrationLinkSuccess' ? null : answer;
      }}
    />
  );
}
