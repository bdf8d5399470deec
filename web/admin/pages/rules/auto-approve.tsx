import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAct } from '../../data/use-act.ts';
import { SetAutoApproveDocument } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { TickBox } from '../../ui/tick-box.tsx';
import { useTell } from '../../ui/told.tsx';
import { typedBox } from '../../ui/typed.ts';

type AutoApproveProps = { slug: string; isOn: boolean; mayChange: boolean };

/** What happens to a person whom no rule is about. */
export function AutoApprove({ slug, isOn, mayChange }: AutoApproveProps) {
  const t = useTranslations('rules');
  const act = useAct();
  const tell = useTell();
  const [isAsked, setAsked] = useState(false);
  const turn = t(isOn ? 'switchOff' : 'switchOn');
  return (
    <section className="card otherwise">
      <h2>{t('otherwise')}</h2>
      <p>{t(isOn ? 'isOn' : 'isOff')}</p>
      {mayChange && (
        <Button kind="second" onPress={() => setAsked(true)}>
          {turn}
        </Button>
      )}
      {isAsked && (
        <ConfirmAct
          title={turn}
          submit={turn}
          close={() => setAsked(false)}
          send={async (typed) => {
            const applyToPending = typedBox(typed, 'applyToPending');
            const answer = await act(SetAutoApproveDocument, { portal: slug, autoApprove: !isOn, applyToPending });
            if (answer.__typename !== 'UpdatePortalSuccess') return answer;
            tell(t(isOn ? 'switchedOff' : 'switchedOn'));
            return null;
          }}
        >
          <p>{t(isOn ? 'willBeOff' : 'willBeOn')}</p>
          {!isOn && <TickBox name="applyToPending" label={t('applyToPending')} hint={t('applyHint')} />}
        </ConfirmAct>
      )}
    </section>
  );
}
