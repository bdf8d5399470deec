import { useTranslations } from 'use-intl';
import { useQueryText, useSetQuery } from '../../navigation.tsx';
import { Choice } from '../../ui/choice.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { GROUPS, type Group, named, ORDERS, type OrderName } from './wanted-people.ts';

/** Each change shows the first page. */
export function PeopleFilters() {
  const t = useTranslations('people');
  const set = useSetQuery();
  const [search] = useQueryText('search');
  const [group] = useQueryText('status');
  const [order] = useQueryText('order');
  const show = (texts: Record<string, string>) => set({ ...texts, page: '' });
  return (
    <div className="filters">
      <SearchField label={t('search')} value={search} onSearch={(text) => show({ search: text })} />
      <Choice
        label={t('status')}
        value={named(GROUPS, group, 'all')}
        choices={(Object.keys(GROUPS) as Group[]).map((value) => ({ value, label: t(value) }))}
        onChange={(status) => show({ status })}
      />
      <Choice
        label={t('order')}
        value={named(ORDERS, order, 'NEWEST')}
        choices={(Object.keys(ORDERS) as OrderName[]).map((value) => ({ value, label: t(value) }))}
        onChange={(next) => show({ order: next })}
      />
    </div>
  );
}
