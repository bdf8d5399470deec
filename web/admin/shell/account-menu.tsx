import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { notePersonChange } from '../../kept-pages.ts';
import { AdminLogOutDocument } from '../generated/operations.ts';
import { useSession } from '../session/session.tsx';

/** The admin's own pages, and the way out. */
export function AccountMenu() {
  const t = useTranslations('shell');
  const { me } = useSession();
  return (
    <MenuTrigger>
      <Button className="react-aria-Button plain" aria-label={t('account')}>
        {me.email}
        <span aria-hidden="true"> ▾</span>
      </Button>
      <Popover className="popover">
        <Menu className="menu">
          <MenuItem href="/admin/security">{t('security')}</MenuItem>
          <MenuItem href="/graphql">{t('explorer')}</MenuItem>
          <MenuItem onAction={() => void logOut()}>{t('logOut')}</MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

async function logOut(): Promise<void> {
  const answer = await act(AdminLogOutDocument, {});
  notePersonChange();
  const providerUrl = answer.__typename === 'AdminLogOutSuccess' ? answer.providerLogOutUrl : null;
  location.replace(providerUrl ?? '/admin/log-in');
}
