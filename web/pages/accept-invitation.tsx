import { use, useState } from 'react';
import { useTranslations } from 'use-intl';
import { MailedPage } from '../components/mailed-page.tsx';
import { Page } from '../components/page.tsx';
import { RegistrationForm, type RegistrationFormProps } from '../components/registration-form.tsx';
import { strong } from '../components/rich.tsx';
import { AcceptInvitationDocument, type LinkFragment, type PortalFragment } from '../generated/operations.ts';
import { hideToken } from '../hidden-token.ts';
import { LanguageOfPage, ownKindOf } from '../language.ts';
import { pagePath } from '../page-path.ts';
import { useMailedLink } from '../use-mailed-link.ts';
import { AddressVerified } from './address-verified.tsx';
import { GoOn } from './verify-email.tsx';

/** The page of an emailed invitation. A reload comes back here while there is no password. */
export function AcceptInvitation({ portal }: { portal: PortalFragment }) {
  const t = useTranslations();
  const { language } = use(LanguageOfPage);
  const [token] = useState(() => hideToken('token'));
  const { mailed, done: accepted, send } = useMailedLink(AcceptInvitationDocument, null, token);
  const logIn = { href: pagePath(portal, 'log-in'), label: t('parts.logIn') };
  if (accepted) return <AddressVerified portal={portal} verified={accepted} />;
  return (
    <MailedPage
      portal={portal}
      mailed={mailed}
      kind="ACCEPT_INVITATION"
      next={logIn}
      used={{ title: t('signUp.invitationUsed'), next: logIn }}
    >
      {(link) =>
        link.form ? (
          <AcceptForm
            portal={portal}
            link={link}
            form={link.form}
            mailed={mailed}
            send={(input) => send({ ...input, locale: ownKindOf(language) })}
          />
        ) : (
          <GoOn portal={portal} link={link} send={() => send({ token })} />
        )
      }
    </MailedPage>
  );
}

type AcceptFormProps = RegistrationFormProps & { link: LinkFragment };

function AcceptForm({ portal, link, form, mailed, send }: AcceptFormProps) {
  const t = useTranslations('signUp');
  return (
    <Page title={t('youAreInvited')} portal={portal}>
      <p>{t.rich('checkDetails', { strong, email: link.email ?? '', portal: portal.name })}</p>
      <RegistrationForm portal={portal} form={form} mailed={mailed} send={send} submit={t('acceptInvitation')} />
    </Page>
  );
}
