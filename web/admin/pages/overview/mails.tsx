import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import type { FindOverviewQuery } from '../../generated/operations.ts';
import { usePortal } from '../../shell/portal-choice.tsx';
import { Figure } from './figure.tsx';

type MailsProps = { mails: NonNullable<FindOverviewQuery['statistics']>['mails'] };

/** How the mail server took the emails. */
export function Mails({ mails: { accepted, deferred, failed } }: MailsProps) {
  const t = useTranslations('overview');
  const { query } = usePortal();
  const number = (count: number) => t('waiting', { count });
  return (
    <section aria-labelledby="mails">
      <h2 id="mails">{t('mails')}</h2>
      <dl className="figures">
        <Figure label={t('accepted')} value={number(accepted)} more={t('acceptedWhen')} />
        <Figure label={t('deferred')} value={number(deferred)} />
        <Figure label={t('failed')} value={number(failed)} more={t('failedWhen')} />
      </dl>
      {failed > 0 && (
        <p>
          <Link href={`/admin/jobs${query}`}>{t('toFailed')}</Link>
        </p>
      )}
    </section>
  );
}
