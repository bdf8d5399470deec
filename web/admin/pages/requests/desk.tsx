import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { WhenFound } from '../../data/found.tsx';
import type { FindRequestsQueryVariables } from '../../generated/operations.ts';
import { useSetQuery } from '../../navigation.tsx';
import { Button } from '../../ui/button.tsx';
import { Pager } from '../../ui/pager.tsx';
import { AllThatMatch } from './all-that-match.tsx';
import { Counts } from './counts.tsx';
import { Dialogs } from './dialogs.tsx';
import { LiveNote } from './live-note.tsx';
import { can } from './queue.ts';
import { RequestActs } from './request-acts.tsx';
import { RequestDetail } from './request-detail.tsx';
import { RequestList } from './request-list.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useShortcuts } from './shortcuts.ts';
import { UndoBar } from './undo-bar.tsx';
import { useDesk } from './use-desk.ts';

/** Few need it, so nobody waits for it. */
const BulkProgress = lazy(async () => ({ default: (await import('./bulk-progress.tsx')).BulkProgress }));

type DeskProps = { variables: FindRequestsQueryVariables; keysAreOn: boolean; help: () => void };

/** The list, the request beside it, and all that can be done to them. */
export function Desk({ variables, keysAreOn, help }: DeskProps) {
  const t = useTranslations('requests');
  const setQuery = useSetQuery();
  const desk = useDesk(variables, help);
  const [bulk, setBulk] = useState<string | null>(null);
  const { found, list, rows, current, chosen, targets, acts, isOpen } = desk;
  const mayDecide = rows.some((row) => can(row, 'APPROVE'));
  const areAllChosen = chosen.length > 0 && chosen.length === rows.filter((row) => can(row, 'APPROVE')).length;
  // A key that is meant for a dialog does nothing while the dialog is on its way.
  useShortcuts(acts, keysAreOn && !desk.dialog);
  return (
    <WhenFound found={found}>
      {() =>
        list && (
          <>
            <LiveNote isLost={desk.isLost} />
            <Suspense>{bulk && <BulkProgress id={bulk} done={desk.askSoon} />}</Suspense>
            <Counts counts={list.counts} claim={mayDecide ? acts.claim : null} />
            {rows.length === 0 && <p className="none">{t('none')}</p>}
            <div className={`requests ${isOpen ? 'open' : ''} ${mayDecide ? '' : 'reads-only'}`}>
              <section aria-label={t('list')} className="queue-side">
                <SelectionBar rows={rows} chosen={chosen} select={desk.select} />
                <RequestList
                  rows={rows}
                  showPortal={!variables.portal}
                  current={current?.id ?? null}
                  selected={desk.selected}
                  toggle={desk.toggle}
                  show={desk.show}
                  open={desk.open}
                />
                <Pager pageInfo={list.pageInfo} turn={(page) => setQuery({ page, request: '' })} />
              </section>
              {chosen.length > 0 && (
                <section aria-label={t('selected', { count: chosen.length })} className="card selected">
                  <RequestActs targets={targets} isSelection acts={acts} release={desk.release} />
                  {areAllChosen && list.totalCount > chosen.length && (
                    <AllThatMatch count={list.totalCount} portal={variables.portal ?? null} openDialog={desk.openDialog} />
                  )}
                </section>
              )}
              {current && (
                <article aria-labelledby="request" className="card request-side">
                  <div className="back">
                    <Button kind="plain" onPress={desk.close}>
                      {t('back')}
                    </Button>
                  </div>
                  {chosen.length === 0 && (
                    <RequestActs targets={targets} isSelection={false} acts={acts} release={desk.release} />
                  )}
                  <RequestDetail key={current.id} row={current} />
                </article>
              )}
            </div>
            <UndoBar batch={desk.decisions.last} undo={acts.undo} />
            <Dialogs desk={desk} variables={variables} watch={setBulk} />
          </>
        )
      }
    </WhenFound>
  );
}
