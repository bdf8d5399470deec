import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../api.ts';
import { AskedFor, NotMe } from '../components/asked-for.tsx';
import { Form } from '../components/form.tsx';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { strong } from '../components/rich.tsx';
import { OpenRegistrationDocument, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { goToStatus, Status } from './status.tsx';

/** The page of the mailed link to the own registration. */
export function OpenRegistration({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('status');
  const { mailed } = useMailedLink(OpenRegistrationDocument, null);
  const [isOpen, setOpen] = useState(false);
  const another = { href: pagePath(portal, 'registration-link'), label: t('anotherLink') };
  if (isOpen) return <Status portal={portal} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="OPEN_REGISTRATION"
      next={another}
      used={{ title: t('openedAlready'), next: another }}
    >
      {(link) => (
        <Page title={t('open', { portal: portal.name })} portal={portal}>
          <p>{t.rich('openWhat', { strong, email: link.email ?? '' })}</p>
          <AskedFor link={link} />
          <Form
            submit={t('openIt')}
            send={async () => {
              const answer = await act(OpenRegistrationDocument, { token: mailed.token });
              if (answer.__typename !== 'OpenRegistrationSuccess') return answer;
              goToStatus(portal, answer.statusToken, null);
              setOpen(true);
              return null;
            }}
          />
          <NotMe mailed={mailed} />
        </Page>
      )}
    </MailedPage>
  );
}
