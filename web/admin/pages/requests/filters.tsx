import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { RequestFilter } from '../../generated/operations.ts';
import { useQueryText, useSetQuery } from '../../navigation.tsx';
import { Choice } from '../../ui/choice.tsx';
import { SearchField } from '../../ui/search-field.tsx';

const SHOWS = ['all', 'waiting', 'free', 'mine', 'asked'] as const;

const CONDITIONS = {
  all: {},
  waiting: { waitingForApplicant: false },
  free: { waitingForApplicant: false, claimedBy: 'NOBODY' },
  mine: { claimedBy: 'ME' },
  asked: { waitingForApplicant: true },
} as const satisfies Record<(typeof SHOWS)[number], RequestFilter>;

/** The filter in the URL. */
export function useRequestFilter(): RequestFilter {
  const [search] = useQueryText('search');
  const [rule] = useQueryText('rule');
  const show = useShow();
  return useMemo(
    () => ({ ...CONDITIONS[show], ...(search && { search }), ...(rule && { queuedByRule: rule }) }),
    [show, search, rule],
  );
}

function useShow() {
  const [chosen] = useQueryText('show');
  return SHOWS.find((one) => one === chosen) ?? 'all';
}

export function Filters() {
  const t = useTranslations('requests');
  const set = useSetQuery();
  const [search] = useQueryText('search');
  const [rule] = useQueryText('rule');
  const show = useShow();
  return (
    <search className="filters">
      <SearchField label={t('search')} value={search} onSearch={(text) => set({ search: text, page: '', request: '' })} />
      <Choice
        label={t('show')}
        value={show}
        choices={SHOWS.map((value) => ({ value, label: t(`shows.${value}`) }))}
        onChange={(value) => set({ show: value === 'all' ? '' : value, page: '', request: '' })}
      />
      {rule && (
        <button type="button" className="second button" onClick={() => set({ rule: '', page: '', request: '' })}>
          {t('anyRule', { rule })}
        </button>
      )}
    </search>
  );
}
