import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslations } from 'use-intl';
import { nameOf } from '../../language.ts';
import { UpdateAdminProfileDocument } from '../generated/operations.ts';
import { chooseLanguage, LANGUAGE, LANGUAGES } from '../language.ts';
import { logOut } from '../session/log-out.ts';
import { useSession } from '../session/session.tsx';

/** The admin's own pages, and the way out. Loaded when it is opened for the first time, and so it is open at first. */
export function AccountMenu() {
  const t = useTranslations('shell');
  const { me, act } = useSession();
  const choose = async (language: string) => {
    // The page changes its language even if the API cannot store it.
    await act(UpdateAdminProfileDocument, { locale: language }).catch(() => undefined);
    chooseLanguage(language);
  };
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
          <MenuSection selectionMode="single" disallowEmptySelection selectedKeys={[LANGUAGE]}>
            <Header>{t('language')}</Header>
            {LANGUAGES.map((one) => (
              <MenuItem key={one} id={one} textValue={nameOf(one)} onAction={() => void choose(one)}>
                <span lang={one}>{nameOf(one)}</span>
              </MenuItem>
            ))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
