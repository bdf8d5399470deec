import { useTranslations } from 'use-intl';
import type { en } from '../../texts/en.ts';
import { DataTable } from '../../ui/table.tsx';

type Values = Record<string, unknown>;
type Logged = keyof typeof en.logged;

/** The data of an entry: before and after of settings side by side, and everything else as name and value. */
export function Changes({ data }: { data: unknown }) {
  const t = useTranslations('log');
  const nameOf = useName();
  const say = useValue();
  const { before, after, ...rest } = valuesOf(data);
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const facts = Object.entries(rest);
  if (changed.length === 0 && facts.length === 0) return <p>{t('noDetails')}</p>;
  return (
    <>
      {changed.length > 0 && (
        <DataTable
          label={t('details')}
          rows={changed}
          idOf={(name) => name}
          none={t('noDetails')}
          columns={[
            { title: t('name'), isRowHeader: true, cell: nameOf },
            { title: t('before'), cell: (name) => say(old[name]) },
            { title: t('after'), cell: (name) => say(now[name]) },
          ]}
        />
      )}
      {facts.length > 0 && (
        <dl className="log-facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{nameOf(name)}</dt>
              <dd>{say(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** The roles of an admin are a list: it has no names. */
const valuesOf = (value: unknown): Values =>
  Array.isArray(value) ? { roles: value } : Object.fromEntries(Object.entries(Object(value)));

/** Returns a function that says what the API calls `catalogUrl`. A name of an older or newer release is shown as it is. */
function useName(): (name: string) => string {
  const t = useTranslations('logged');
  return (name) => (t.has(name as Logged) ? t(name as Logged) : name);
}

function useValue(): (value: unknown) => string {
  const t = useTranslations('log');
  const nameOf = useName();
  const say = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('empty');
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (Array.isArray(value)) return value.length > 0 ? value.map(say).join(', ') : t('empty');
    if (typeof value !== 'object') return String(value);
    return Object.entries(value)
      .map(([name, one]) => `${nameOf(name)}: ${say(one)}`)
      .join('; ');
  };
  return say;
}
