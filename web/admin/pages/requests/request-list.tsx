import { Checkbox, GridList, GridListItem } from 'react-aria-components';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { can, isWaiting, type Row } from './queue.ts';
import { State } from './request-state.tsx';

type RequestListProps = {
  rows: Row[];
  /** Whether rows name their portal. */
  showPortal: boolean;
  current: string | null;
  selected: ReadonlySet<string>;
  toggle: (id: string) => void;
  /** Shows the request beside the list. */
  show: (id: string) => void;
  /** Goes there. */
  open: (id: string) => void;
};

const EACH_MINUTE_MS = 60_000;

/** Arrow keys and the keys `j` and `k` move in it. The row with the focus is the request beside it. */
export function RequestList({ rows, showPortal, current, selected, toggle, show, open }: RequestListProps) {
  const t = useTranslations('requests');
  const now = useNow({ updateInterval: EACH_MINUTE_MS });
  if (rows.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows are the controls, and their focus bubbles
    <div
      className="queue-frame"
      onFocus={({ target }) => {
        const id = target.closest('[data-key]')?.getAttribute('data-key');
        if (id) show(id);
      }}
    >
      <GridList
        aria-label={t('list')}
        className="queue"
        items={rows}
        dependencies={[current, selected, showPortal, now]}
        disallowTypeAhead
        onAction={(id) => open(String(id))}
      >
        {(row) => (
          <GridListItem textValue={row.fullName} className={`queued ${row.mark.is} ${row.id === current ? 'current' : ''}`}>
            {(can(row, 'APPROVE') || can(row, 'REJECT')) && (
              <Checkbox
                className="select-box"
                aria-label={t('selectNamed', { name: row.fullName })}
                isSelected={selected.has(row.id)}
                onChange={() => toggle(row.id)}
              >
                <span aria-hidden="true" className="box" />
              </Checkbox>
            )}
            <RowText row={row} showPortal={showPortal} now={now} isCurrent={row.id === current} />
          </GridListItem>
        )}
      </GridList>
    </div>
  );
}

type RowTextProps = { row: Row; showPortal: boolean; now: Date; isCurrent: boolean };

function RowText({ row, showPortal, now, isCurrent }: RowTextProps) {
  const t = useTranslations('requests');
  const format = useFormatter();
  return (
    <div className="row-text">
      <div className="who">
        <strong>{row.fullName}</strong>
        {isCurrent && <span className="unseen">{t('shown')}</span>}
        {row.waitingSince && isWaiting(row) && (
          <span className="since">{format.relativeTime(new Date(row.waitingSince), now)}</span>
        )}
      </div>
      <div className="address">{row.email}</div>
      <div className="marks">
        {showPortal && <span>{row.portal.name}</span>}
        <State row={row} />
      </div>
    </div>
  );
}
