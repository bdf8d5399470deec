import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { LANGUAGE } from '../../language.ts';
import { useQueryText, useSetQuery } from '../../navigation.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { eventTypes, isEventType, useEventWords } from './event-types.ts';

/** By what happened and when. By actor and by subject, the details of an entry lead here. */
export function LogFilters() {
  const t = useTranslations('log');
  const words = useEventWords();
  const set = useSetQuery();
  const [type] = useQueryText('type');
  const [actor] = useQueryText('actor');
  const [subject] = useQueryText('subject');
  const types = eventTypes().map((value) => ({ value, label: words(value) }));
  return (
    <div className="filters">
      <Choice
        label={t('type')}
        value={isEventType(type) ? type : ''}
        choices={[
          { value: '', label: t('all') },
          ...types.toSorted((one, other) => one.label.localeCompare(other.label, LANGUAGE)),
        ]}
        onChange={(value) => set({ type: value, page: '' })}
      />
      <DayField name="from" label={t('from')} />
      <DayField name="until" label={t('until')} />
      {actor && <p>{t('theActor')}</p>}
      {subject && <p>{t('theSubject')}</p>}
      {(actor || subject) && (
        <Button kind="second" onPress={() => set({ actor: '', subject: '', page: '' })}>
          {t('clear')}
        </Button>
      )}
    </div>
  );
}

function DayField({ name, label }: { name: 'from' | 'until'; label: string }) {
  const id = useId();
  const set = useSetQuery();
  const [day] = useQueryText(name);
  return (
    <p className="choose">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="date" value={day} onChange={({ target }) => set({ [name]: target.value, page: '' })} />
    </p>
  );
}
