import { useId, useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { RequestFilter } from '../../generated/operations.ts';
import { useQueryText, useSetQuery } from '../../navigation.tsx';
import { Choice } from '../../ui/choice.tsx';

const SHOWS = ['all', 'waiting', 'free', 'mine', 'asked'] as const;

const CONDITIONS = {
  all: {},
  waiting: { waitingForApplicant: false },
  free: { waitingForApplicant: false, claimedBy: 'NOBODY' },
  mine: { claimedBy: 'ME' },
  asked: { waitingForApplicant: true },
} as const satisfies Record<(typeof SHOWS)[number], RequestFilter>;

const TYPING_PAUSE_MS = 300;
const LONGEST_SEARCH = 200;

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
  const [rule] = useQueryText('rule');
  const show = useShow();
  return (
    <search className="filters">
      <Search />
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

function Search() {
  const t = useTranslations('requests');
  const id = useId();
  const [search] = useQueryText('search');
  const set = useSetQuery();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const find = (text: string) => set({ search: text.trim(), page: '', request: '' });
  return (
    <p className="choose">
      <label htmlFor={id}>{t('search')}</label>
      <input
        id={id}
        type="search"
        maxLength={LONGEST_SEARCH}
        defaultValue={search}
        data-search
        onChange={({ target: { value } }) => {
          clearTimeout(timer.current);
          timer.current = setTimeout(() => find(value), TYPING_PAUSE_MS);
        }}
      />
    </p>
  );
}
