import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { FindRequestsQueryVariables } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { usePortal } from '../../shell/portal-choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { pageAt } from '../../ui/pager.tsx';
import { Desk } from './desk.tsx';
import { Filters, useRequestFilter } from './filters.tsx';
import './requests.css';
import { ShortcutHelp } from './shortcut-help.tsx';
import { useSingleKeys } from './shortcuts.ts';

/** Who waits, oldest first, and the request to decide about. */
export function Requests() {
  const t = useTranslations('requests');
  const { portal } = usePortal();
  const filter = useRequestFilter();
  const [place] = useQueryText('page');
  const [areOn, setOn] = useSingleKeys();
  const [isHelpOpen, openHelp] = useState(false);
  const variables: FindRequestsQueryVariables = { portal: portal?.slug ?? null, filter, ...pageAt(place) };
  return (
    <DeskPage title={t('title')} acts={<ShortcutHelp {...{ areOn, setOn, isOpen: isHelpOpen, open: openHelp }} />}>
      <Filters />
      {/* Another list begins anew: only in the same list do rows keep their places. */}
      <Desk key={JSON.stringify(variables)} variables={variables} keysAreOn={areOn} help={() => openHelp(true)} />
    </DeskPage>
  );
}
