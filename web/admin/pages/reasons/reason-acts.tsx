import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { useTell } from '../../ui/told.tsx';
import { ReasonButton } from './reason-button.tsx';
import { type Reason, useSaveReasons } from './use-save-reasons.ts';

type ReasonActsProps = { slug: string; reasons: Reason[]; at: number };

/** Changes one reason, moves it up, or removes it. */
export function ReasonActs({ slug, reasons, at }: ReasonActsProps) {
  const t = useTranslations('reasons');
  const save = useSaveReasons(slug);
  const tell = useTell();
  const inWords = useRefusalInWords();
  const [isAsked, setAsked] = useState(false);
  const name = reasons[at]?.name ?? '';
  const others = reasons.toSpliced(at, 1);
  return (
    <div className="rule-acts">
      <ReasonButton slug={slug} reasons={reasons} at={at} />
      <Button
        kind="second"
        isDisabled={at === 0}
        aria-label={t('upNamed', { name })}
        onPress={async () => {
          const refusal = await save(others.toSpliced(at - 1, 0, ...reasons.slice(at, at + 1)), at - 1, t('moved', { name }));
          if (refusal) tell(inWords(refusal));
        }}
      >
        {t('up')}
      </Button>
      <Button kind="danger" aria-label={t('removeNamed', { name })} onPress={() => setAsked(true)}>
        {t('remove')}
      </Button>
      {isAsked && (
        <ConfirmAct
          title={t('removeNamed', { name })}
          submit={t('remove')}
          close={() => setAsked(false)}
          send={() => save(others, at, t('removed', { name }))}
        >
          <p>{t('removes')}</p>
        </ConfirmAct>
      )}
    </div>
  );
}
