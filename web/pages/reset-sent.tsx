import { carriedEmail } from '../carried-email.ts';
import { LinkSent } from '../components/link-sent.tsx';
import { type PortalFragment, RequestPasswordResetDocument } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useStrangerAct } from '../use-stranger-act.ts';

/** After a reload, `email` comes from the browser's history. */
export function ResetSent({ portal, email = carriedEmail() }: { portal: PortalFragment; email?: string }) {
  const act = useStrangerAct(portal);
  return (
    <LinkSent
      portal={portal}
      path={pagePath(portal, 'reset-sent')}
      email={email}
      send={async (to, say) => {
        const answer = await act(RequestPasswordResetDocument, { portal: portal.slug, email: to }, say);
        return answer.__typename === 'RequestPasswordResetSuccess' ? null : answer;
      }}
    />
  );
}
