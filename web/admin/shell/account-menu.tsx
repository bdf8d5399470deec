import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslations } from 'use-intl';
import { logOut } from '../session/log-out.ts';
import { useSession } from '../session/session.tsx';

/** The admin's own pages, and the way out. Loaded when it is opened for the first time, and so it is open at first. */
export function AccountMenu() {
  const t = useTranslations('shell');
  const { me } = useSession();
  return (
    <MenuTrigger defaultOpen>
      <Button className="react-aria-Button plain" aria-label={t('account')}>
        {me.email}
        <span aria-hidden="true">{' ▾'}</span>
      </Button>
      <Popover className="popover">
        <Menu className="menu">
          <MenuItem href="/admin/security">{t('security')}</MenuItem>
          <MenuItem href="/admin/notifications">{t('notifications')}</MenuItem>
          <MenuItem href="/admin/start">{t('firstSteps')}</MenuItem>
          <MenuItem href="/graphql">{t('explorer')}</MenuItem>
          <MenuItem onAction={() => void logOut(false)}>{t('logOut')}</MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
