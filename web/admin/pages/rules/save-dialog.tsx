import { useTranslations } from 'use-intl';
import type { Refusal } from '../../../components/form.tsx';
import { useAct } from '../../data/use-act.ts';
import { type ApprovalRuleInput, SaveRulesDocument } from '../../generated/operations.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { TickBox } from '../../ui/tick-box.tsx';
import { useTell } from '../../ui/told.tsx';
import { typedBox } from '../../ui/typed.ts';

type SaveDialogProps = {
  slug: string;
  version: number;
  rules: ApprovalRuleInput[];
  saved: (version: number) => void;
  /** Told why the API did not take the rules, so that the page shows it at the rule. */
  refused: (refusal: Refusal) => void;
  close: () => void;
};

/** Asks whether the rules are for those who wait, too, and saves them. */
export function SaveDialog({ slug, version, rules, saved, refused, close }: SaveDialogProps) {
  const t = useTranslations('rules');
  const act = useAct();
  const tell = useTell();
  return (
    <ConfirmAct
      title={t('saveTitle')}
      submit={t('save')}
      close={close}
      send={async (typed) => {
        const applyToPending = typedBox(typed, 'applyToPending');
        const answer = await act(SaveRulesDocument, { portal: slug, version, rules, applyToPending });
        if (answer.__typename === 'SetApprovalRulesSuccess') {
          saved(answer.portal.settings?.approvalRules.version ?? version + 1);
          tell(t(applyToPending ? 'savedAndApplied' : 'saved'));
          return null;
        }
        if (answer.__typename === 'NotAllowed' || answer.__typename === 'NotFound') return answer;
        refused(answer);
        tell(answer.__typename === 'Stale' ? t('notSavedStale') : t('notSaved'));
        return answer.__typename === 'ConfirmationRequired' ? answer : null;
      }}
    >
      <p>{t('saves')}</p>
      <TickBox name="applyToPending" label={t('applyToPending')} hint={t('applyHint')} />
    </ConfirmAct>
  );
}
