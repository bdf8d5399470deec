import { useTranslations } from 'use-intl';

/** Says so while the list does not follow what others do. Empty, but there, in between: only then is it read out. */
export function LiveNote({ isLost }: { isLost: boolean }) {
  const t = useTranslations('requests');
  return (
    <p role="status" className="live-note">
      {isLost && t('lost')}
    </p>
  );
}
