import { useFormatter, useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { Form } from '../../components/form.tsx';
import { Proof } from '../../components/proof.tsx';
import { linkTo } from '../../components/rich.tsx';
import {
  type FindAccountQuery,
  type PortalFragment,
  StartSsoLinkDocument,
  UnlinkSsoIdentityDocument,
} from '../../generated/operations.ts';
import { ownPortal } from '../../own-host.ts';

type AccountSsoProps = {
  portal: PortalFragment;
  identities: NonNullable<FindAccountQuery['me']>['ssoIdentities'];
  hasPassword: boolean;
};

export function AccountSso({ portal, identities, hasPassword }: AccountSsoProps) {
  const t = useTranslations('ownAccount');
  const format = useFormatter();
  if (identities.length === 0 && portal.ssoConnections.length === 0) return null;
  return (
    <section>
      <h2>{t('linked')}</h2>
      {identities.length === 0 && <p>{t('noneLinked')}</p>}
      <ul className="sessions">
        {identities.map(({ id, email, subject, issuer, label, lastLogInAt }) => (
          <li key={id}>
            <p>
              <strong>{email ?? subject}</strong>
              <br />
              {t('atLastUsed', {
                provider: label ?? issuer,
                day: format.dateTime(new Date(lastLogInAt), { dateStyle: 'medium' }),
              })}
            </p>
            <details>
              <summary>{t('unlinkOne', { account: email ?? subject })}</summary>
              <p>{t('unlinkEffect')}</p>
              <Form
                submit={t('unlinkIt')}
                send={async (typed) => {
                  const answer = await act(UnlinkSsoIdentityDocument, {
                    portal: portal.slug,
                    id,
                    password: hasPassword ? typed('password') : null,
                  });
                  if (answer.__typename !== 'UnlinkSsoIdentitySuccess') return answer;
                  // This session may have ended too.
                  location.reload();
                  return null;
                }}
              >
                <Proof portal={portal} hasPassword={hasPassword} />
              </Form>
            </details>
          </li>
        ))}
      </ul>
      {portal.ssoConnections.map(({ id, label, startUrl }) => (
        <details key={id}>
          <summary>{t('linkAt', { label })}</summary>
          {ownPortal === null ? (
            <LinkForm portal={portal} hasPassword={hasPassword} id={id} label={label} />
          ) : (
            <LinkElsewhere portal={portal} startUrl={startUrl} label={label} />
          )}
        </details>
      ))}
    </section>
  );
}

type LinkFormProps = { portal: PortalFragment; hasPassword: boolean; id: string; label: string };

function LinkForm({ portal, hasPassword, id, label }: LinkFormProps) {
  const t = useTranslations('ownAccount');
  return (
    <>
      <p>{t('linkHow')}</p>
      <Form
        submit={t('goOnTo', { label })}
        send={async (typed) => {
          const answer = await act(StartSsoLinkDocument, {
            portal: portal.slug,
            connection: id,
            password: hasPassword ? typed('password') : null,
          });
          if (answer.__typename !== 'StartSsoLinkSuccess') return answer;
          location.assign(answer.url);
          return null;
        }}
      >
        <Proof portal={portal} hasPassword={hasPassword} />
      </Form>
    </>
  );
}

type LinkElsewhereProps = { portal: PortalFragment; startUrl: string; label: string };

/** The log-in at the provider ends at the host of the installation, which does not know the session of this host. */
function LinkElsewhere({ portal, startUrl, label }: LinkElsewhereProps) {
  const t = useTranslations('ownAccount');
  const { host, origin } = new URL(startUrl);
  const account = linkTo(`${origin}/p/${portal.slug}/account#ways-to-log-in`);
  if (!portal.passwordLogin) return <p>{t('linkByLogIn', { label })}</p>;
  return <p>{t.rich('linkElsewhere', { host, account })}</p>;
}
