import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Key } from './key.tsx';
import { can, type Row } from './queue.ts';
import type { Shortcut } from './shortcuts.ts';

type RequestActsProps = {
  /** The request beside the list, or those that are selected. */
  targets: Row[];
  isSelection: boolean;
  acts: Record<Shortcut, () => void>;
  release: () => void;
};

/** The buttons for what this admin may do now. A decided request has none here. */
export function RequestActs({ targets, isSelection, acts, release }: RequestActsProps) {
  const t = useTranslations('requests');
  const some = (act: Parameters<typeof can>[1]) => targets.some((row) => can(row, act));
  const count = isSelection ? targets.length : 0;
  return (
    <div className="request-acts">
      {some('APPROVE') && (
        <Button onPress={acts.approve}>
          {t('approve', { count })} <Key of="a" />
        </Button>
      )}
      {some('REJECT') && (
        <Button kind="second" onPress={acts.reject}>
          {t('reject', { count })} <Key of="r" />
        </Button>
      )}
      {some('ASK') && (
        <Button kind="second" onPress={acts.ask}>
          {t('ask', { count })} <Key of="q" />
        </Button>
      )}
      {!isSelection && some('ADD_NOTE') && (
        <Button kind="second" onPress={acts.note}>
          {t('note')} <Key of="n" />
        </Button>
      )}
      {!isSelection && some('RELEASE') && (
        <Button kind="second" onPress={release}>
          {t('release')}
        </Button>
      )}
    </div>
  );
}
