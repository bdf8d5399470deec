import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import type { Draft } from './use-draft.ts';

/** Somebody else has saved rules while these were edited. What was typed stays until the person decides. */
export function StaleNote({ draft }: { draft: Draft }) {
  const t = useTranslations('rules');
  return (
    <div role="alert" className="refusal">
      <p>{t('stale')}</p>
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
