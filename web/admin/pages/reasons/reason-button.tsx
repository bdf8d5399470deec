import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import { TextArea } from '../../../components/text-area.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { type Reason, useSaveReasons } from './use-save-reasons.ts';

type ReasonButtonProps = {
  slug: string;
  reasons: Reason[];
  /** The place of the reason to change. Null to add one. */
  at: number | null;
};

/** Opens a dialog that changes a reason, or adds one. */
export function ReasonButton({ slug, reasons, at }: ReasonButtonProps) {
  const t = useTranslations('reasons');
  const save = useSaveReasons(slug);
  const [isOpen, setOpen] = useState(false);
  const before = at === null ? null : reasons[at];
  const title = before ? t('editNamed', { name: before.name }) : t('add');
  const place = at ?? reasons.length;
  return (
    <>
      <Button kind="second" aria-label={title} onPress={() => setOpen(true)}>
        {t(before ? 'edit' : 'add')}
      </Button>
      {isOpen && (
        <ConfirmAct
          title={title}
          submit={t('save')}
          close={() => setOpen(false)}
          send={async (typed) => {
            const typedReason = { name: typed('name').trim(), text: typed('text') };
            const isTaken = reasons.some(({ name }, other) => name === typedReason.name && other !== at);
            if (isTaken) return { message: '', issues: [{ path: ['name'], message: t('taken') }] };
            const all = before ? reasons.with(place, typedReason) : [...reasons, typedReason];
            return await save(all, place, t('saved'));
          }}
        >
          <Field
            name="name"
            label={t('name')}
            hint={t('nameHint')}
            maxLength={100}
            autoComplete="off"
            defaultValue={before?.name}
          />
          <TextArea name="text" label={t('text')} hint={t('textHint')} maxLength={2000} required defaultValue={before?.text} />
        </ConfirmAct>
      )}
    </>
  );
}
