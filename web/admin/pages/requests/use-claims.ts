import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { ClaimRequestsDocument, ReleaseRequestsDocument } from '../../generated/operations.ts';
import { useSession } from '../../session/session.tsx';
import { useTell } from '../../ui/told.tsx';
import { type Change, isWaiting, type Row } from './queue.ts';

/** A claim ends after 2 minutes. */
const RENEW_EVERY_MS = 60_000;

type Queue = { change: (change: Change) => void; askSoon: () => void };

/** Claims the oldest free request, and keeps the claim while the person looks at the request. */
export function useClaims(portal: string | null, current: Row | null, { change, askSoon }: Queue) {
  const t = useTranslations('requests');
  const { act, me } = useSession();
  const tell = useTell();
  const inWords = useRefusalInWords();
  const mine = current && isWaiting(current) && current.claimedBy?.id === me.id ? current.id : null;

  useEffect(() => {
    if (!mine) return;
    const renew = () => {
      // What goes wrong shows in the list.
      if (document.visibilityState === 'visible') void act(ClaimRequestsDocument, { ids: [mine] }).catch(() => undefined);
    };
    const timer = setInterval(renew, RENEW_EVERY_MS);
    return () => clearInterval(timer);
  }, [mine, act]);

  /** Returns the id of the request. */
  async function claimNext(): Promise<string | undefined> {
    const answer = await act(ClaimRequestsDocument, { portal, count: 1 });
    if (answer.__typename !== 'ClaimRequestsSuccess') {
      tell(inWords(answer));
      return;
    }
    const request = answer.results[0]?.developer;
    if (!request) tell(t('noneFree'));
    else change({ type: 'PUT', request });
    askSoon();
    return request?.id;
  }

  async function release(id: string): Promise<void> {
    const answer = await act(ReleaseRequestsDocument, { ids: [id] });
    if (answer.__typename !== 'ReleaseRequestsSuccess') tell(inWords(answer));
    askSoon();
  }

  return { claimNext, release };
}
