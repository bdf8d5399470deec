import { lazy, Suspense, useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslations } from 'use-intl';
import { useSession } from '../session/session.tsx';

const load = () => import('./account-menu.tsx');
const AccountMenu = lazy(async () => ({ default: (await load()).AccountMenu }));

/** The button of the account menu. The menu is loaded when somebody turns to it: most visits do without. */
export function Account() {
  const t = useTranslations('shell');
  const { me } = useSession();
  const [isWanted, setWanted] = useState(false);
  const button = (
    <Button
      className="react-aria-Button plain"
      aria-label={t('account')}
      aria-haspopup="menu"
      onHoverStart={() => void load()}
      onFocus={() => void load()}
      onPress={() => setWanted(true)}
    >
      {me.email}
      <span aria-hidden="true">{' ▾'}</span>
    </Button>
  );
  return isWanted ? (
    <Suspense fallback={button}>
      <AccountMenu />
    </Suspense>
  ) : (
    button
  );
}
