import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { can, type Row } from './queue.ts';

type SelectionBarProps = { rows: Row[]; chosen: Row[]; select: (ids: Set<string>) => void };

/** How many are selected. It is always one line, so that the list below it stays where it is. */
export function SelectionBar({ rows, chosen, select }: SelectionBarProps) {
  const t = useTranslations('requests');
  const open = rows.filter((row) => can(row, 'APPROVE') || can(row, 'REJECT'));
  if (open.length === 0) return null;
  return (
    <div className="selection">
      {chosen.length > 0 && <strong>{t('selected', { count: chosen.length })}</strong>}
      {chosen.length < open.length && (
        <Button kind="plain" onPress={() => select(new Set(open.map(({ id }) => id)))}>
          {t('selectShown', { count: open.length })}
        </Button>
      )}
      {chosen.length > 0 && (
        <Button kind="plain" onPress={() => select(new Set())}>
          {t('selectNone')}
        </Button>
      )}
    </div>
  );
}
