import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { ConnectionFragment } from '../../generated/operations.ts';
import { useMoment } from '../../ui/moment.tsx';
import { ConnectionActs } from './connection-acts.tsx';

type ConnectionCardProps = { connection: ConnectionFragment; portal: string | null; mayChange: boolean };

/** One connection: its state, what the provider has to know, and what failed lately. */
export function ConnectionCard({ connection, portal, mayChange }: ConnectionCardProps) {
  const t = useTranslations('sso');
  const moment = useMoment();
  const id = useId();
  const { label, issuer, enabled, testedAt, approval, redirectUri, recentFailures } = connection;
  const { postLogoutRedirectUri, backChannelLogoutUrl } = connection;
  return (
    <section className="card" aria-labelledby={id}>
      <h3 id={id}>{label}</h3>
      <p>
        <strong>{t(enabled ? 'enabled' : 'disabled')}</strong>
        {'. '}
        {testedAt ? t('tested', { at: moment(testedAt) }) : t('untested')}
      </p>
      <dl>
        <dt>{t('issuer')}</dt>
        <dd>{issuer}</dd>
        {portal && (
          <>
            <dt>{t('approval')}</dt>
            <dd>{t(approval)}</dd>
          </>
        )}
        <dt>{t('redirectUri')}</dt>
        <dd>{redirectUri ? <code>{redirectUri}</code> : t('noAnswer')}</dd>
        <dt>{t('postLogoutRedirectUri')}</dt>
        <dd>
          <code>{postLogoutRedirectUri}</code>
        </dd>
        <dt>{t('backChannelLogoutUrl')}</dt>
        <dd>
          <code>{backChannelLogoutUrl}</code>
        </dd>
      </dl>
      {recentFailures.length > 0 && (
        <details>
          <summary>{t('failures', { count: recentFailures.length })}</summary>
          <ul>
            {recentFailures.map(({ createdAt, detail, reference }) => (
              <li key={reference}>{t('failure', { at: moment(createdAt), detail, reference })}</li>
            ))}
          </ul>
        </details>
      )}
      {mayChange && <ConnectionActs connection={connection} portal={portal} />}
    </section>
  );
}
