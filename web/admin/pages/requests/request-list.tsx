import { createContext, memo, use } from 'react';
import { Checkbox, CheckboxContext, GridList, GridListItem } from 'react-aria-components';
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
  open: () => void;
};

const EACH_MINUTE_MS = 60_000;

type Shown = Pick<RequestListProps, 'rows' | 'showPortal' | 'current' | 'selected' | 'toggle'>;

const ShownHere = createContext<Shown | null>(null);

/**
 * Arrow keys and the keys `j` and `k` move in it. The row with the focus is the request beside it. React Aria draws all rows each time that its list
 * is drawn, and all once more if one of them has changed. So a change goes past the list, to its row.
 */
export const RequestList = memo(({ show, open, ...shown }: RequestListProps) =>
  shown.rows.length === 0 ? null : (
    <ShownHere value={shown}>
      <Frame {...{ show, open }} />
    </ShownHere>
  ),
);

const Frame = memo(({ show, open }: Pick<RequestListProps, 'show' | 'open'>) => {
  const t = useTranslations('requests');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows are the controls, and their focus bubbles
    <div
      className="queue-frame"
      onFocus={({ target }) => {
        const id = target.closest('[data-key]')?.getAttribute('data-key');
        if (id) show(id);
      }}
    >
      <GridList aria-label={t('list')} className="queue" disallowTypeAhead onAction={open}>
        <QueuedRows />
      </GridList>
    </div>
  );
});

function QueuedRows() {
  const shown = use(ShownHere);
  const now = useNow({ updateInterval: EACH_MINUTE_MS });
  return shown?.rows.map((row) => (
    <QueuedRow
      key={row.id}
      row={row}
      isCurrent={row.id === shown.current}
      isSelected={shown.selected.has(row.id)}
      showPortal={shown.showPortal}
      toggle={shown.toggle}
      now={now}
    />
  ));
}

type QueuedRowProps = Pick<RequestListProps, 'showPortal' | 'toggle'> & {
  row: Row;
  isCurrent: boolean;
  isSelected: boolean;
  now: Date;
};

const QueuedRow = memo(({ row, isCurrent, isSelected, showPortal, toggle, now }: QueuedRowProps) => {
  const t = useTranslations('requests');
  return (
    <GridListItem id={row.id} textValue={row.fullName} className={`queued ${row.mark.is} ${isCurrent ? 'current' : ''}`}>
      {(can(row, 'APPROVE') || can(row, 'REJECT')) && (
        // Each time that React Aria draws a row, it has a new context for its boxes, which says nothing about this one.
        <CheckboxContext value={null}>
          <Checkbox
            className="select-box"
            aria-label={t('selectNamed', { name: row.fullName })}
            isSelected={isSelected}
            onChange={() => toggle(row.id)}
          >
            <span aria-hidden="true" className="box" />
          </Checkbox>
        </CheckboxContext>
      )}
      <RowText {...{ row, showPortal, now, isCurrent }} />
    </GridListItem>
  );
});

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
