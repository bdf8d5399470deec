import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { useMoment } from '../../ui/moment.tsx';
import type { Settings } from './draft.ts';
import type { Draft } from './use-draft.ts';

type StaleNoteProps = { draft: Draft; newest: Settings['approvalRules']['history'][number] | undefined };

/** Somebody else has saved rules while these were edited. What was typed stays until the person decides. */
export function StaleNote({ draft, newest }: StaleNoteProps) {
  const t = useTranslations('rules');
  const moment = useMoment();
  return (
    <div role="alert" className="refusal">
      <p>{newest && t('stale', { who: newest.changedBy ?? t('unknown'), at: moment(newest.changedAt) })}</p>
      <div className="rule-acts">
        <Button kind="second" onPress={draft.keep}>
          {t('keepMine')}
        </Button>
        <Button kind="second" onPress={draft.take}>
          {t('takeTheirs')}
        </Button>
      </div>
    </div>
  );
}
