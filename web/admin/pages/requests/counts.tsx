import { useFormatter, useNow, useTranslations } from 'use-intl';
import type { FindRequestsQuery } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { Key } from './key.tsx';

type CountsProps = {
  counts: NonNullable<FindRequestsQuery['requests']>['counts'];
  /** Null for an admin who can only read. */
  claim: (() => void) | null;
};

const EACH_MINUTE_MS = 60_000;

/** How many wait and for whom, and the button for the next one that nobody looks at. */
export function Counts({ counts: { waiting, claimed, waitingForApplicant, oldestSince }, claim }: CountsProps) {
  const t = useTranslations('requests');
  const format = useFormatter();
  const now = useNow({ updateInterval: EACH_MINUTE_MS });
  return (
    <div className="counts">
      <p>
        <strong>{t('waiting', { count: waiting })}</strong>
        {oldestSince && ` ${t('oldest', { since: format.relativeTime(new Date(oldestSince), now) })}`}
        {claimed > 0 && ` ${t('claimed', { count: claimed })}`}
        {waitingForApplicant > 0 && ` ${t('waitingForPerson', { count: waitingForApplicant })}`}
      </p>
      {claim && (
        <Button kind="second" onPress={claim}>
          {t('claim')} <Key of="c" />
        </Button>
      )}
    </div>
  );
}
