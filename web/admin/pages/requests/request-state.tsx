import { useFormatter, useTranslations } from 'use-intl';
import { useSession } from '../../session/session.tsx';
import type { Row } from './queue.ts';

/** In words: whether it waits, for whom, or what became of it. Empty for a request that simply waits. */
export function State({ row }: { row: Row }) {
  const t = useTranslations('requests');
  const sentence = useStateInWords();
  const text = sentence(row);
  if (text) return <span className={`state ${row.mark.is}`}>{text}</span>;
  return row.queuedByRule && <span>{t('queuedBy', { rule: row.queuedByRule })}</span>;
}

function useStateInWords() {
  const t = useTranslations('requests');
  const format = useFormatter();
  const { me } = useSession();
  return ({ mark, claimedBy, askedAt }: Row): string | null => {
    if (mark.is === 'DELETED') return t('deleted');
    if (mark.is === 'SENDING') return t('decidedByMe', { to: mark.to });
    if (mark.is === 'WAITING') {
      if (claimedBy) return claimedBy.id === me.id ? t('claimedByMe') : t('claimedBy', { email: claimedBy.email });
      return askedAt ? t('askedAt', { at: format.dateTime(new Date(askedAt), { dateStyle: 'medium' }) }) : null;
    }
    const { decision } = mark;
    if (!decision) return t('decidedUnknown');
    const { to, by, rule, createdAt } = decision;
    const isMe = by?.kind === 'ADMIN' && by.adminEmail === me.email;
    if (isMe) return t('decidedByMe', { to });
    const at = format.dateTime(new Date(createdAt), { dateStyle: 'medium', timeStyle: 'short' });
    return t('decidedAt', {
      to,
      by: by?.kind ?? 'ADMIN',
      name: by?.adminEmail ?? rule?.name ?? '',
      known: by?.adminEmail || rule ? 'yes' : 'no',
      at,
    });
  };
}
