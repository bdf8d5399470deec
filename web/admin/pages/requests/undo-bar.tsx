import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Key } from './key.tsx';
import type { Batch } from './use-decisions.ts';

/** The last decision, while it can be undone. */
export function UndoBar({ batch, undo }: { batch: Batch | null; undo: () => void }) {
  const t = useTranslations('requests');
  return (
    <div className={batch ? 'undo-bar on' : 'undo-bar'}>
      <p role="status">
        {batch && t('done', { to: batch.to, count: batch.requests.length, name: batch.requests[0]?.fullName ?? '' })}
      </p>
      {batch && (
        <Button kind="second" onPress={undo}>
          {t('undo')} <Key of="u" />
        </Button>
      )}
      {batch?.ends && <TimeLeft key={batch.key} ends={batch.ends} />}
    </div>
  );
}

/** Runs out by itself. The style sheet moves it; a screen reader has no use for it. */
function TimeLeft({ ends: { at, after } }: { ends: NonNullable<Batch['ends']> }) {
  const [passed] = useState(() => after - (at - Date.now()));
  return (
    <span
      aria-hidden="true"
      className="time-left"
      style={{ animationDuration: `${after}ms`, animationDelay: `-${passed}ms` }}
    />
  );
}
