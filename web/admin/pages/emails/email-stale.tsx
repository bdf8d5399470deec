import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { useMoment } from '../../ui/moment.tsx';
import type { Editing, Template } from './use-email-draft.ts';

/** Somebody else has saved texts while these were edited. What was typed stays until the person decides. */
export function EmailStale({ editing, template }: { editing: Editing; template: Template }) {
  const t = useTranslations('emails');
  const moment = useMoment();
  const { changedAt, changedBy } = template;
  return (
    <div role="alert" className="refusal">
      <p>{changedAt && t('stale', { who: changedBy ?? t('unknown'), at: moment(changedAt) })}</p>
      <div className="email-acts">
        <Button kind="second" onPress={editing.keep}>
          {t('keepMine')}
        </Button>
        <Button kind="second" onPress={editing.take}>
          {t('takeTheirs')}
        </Button>
      </div>
    </div>
  );
}
