import { useTranslations } from 'use-intl';
import { DataTable } from '../../ui/table.tsx';

type Values = Record<string, unknown>;

/** The data of an entry: before and after of settings side by side, and everything else as name and value. */
export function Changes({ data }: { data: unknown }) {
  const t = useTranslations('log');
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
            { title: t('name'), isRowHeader: true, cell: inWords },
            { title: t('before'), cell: (name) => say(old[name]) },
            { title: t('after'), cell: (name) => say(now[name]) },
          ]}
        />
      )}
      {facts.length > 0 && (
        <dl className="log-facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{inWords(name)}</dt>
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

/** `catalogUrl` becomes `Catalog url`. */
function inWords(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function useValue(): (value: unknown) => string {
  const t = useTranslations('log');
  const say = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('empty');
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (Array.isArray(value)) return value.length > 0 ? value.map(say).join(', ') : t('empty');
    if (typeof value !== 'object') return String(value);
    return Object.entries(value)
      .map(([name, one]) => `${inWords(name)}: ${say(one)}`)
      .join('; ');
  };
  return say;
}
