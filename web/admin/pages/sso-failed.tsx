import { useTranslations } from 'use-intl';
import { Page } from '../../components/page.tsx';
import { inText } from '../ui/in-text.tsx';

const REASONS = [
  'UNAVAILABLE',
  'MISCONFIGURED',
  'INVALID_ANSWER',
  'REFUSED',
  'OFF',
  'EXPIRED',
  'NO_ADDRESS',
  'OTHER_ADDRESS',
  'TOO_MANY_ATTEMPTS',
] as const;

const REFERENCE = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Shows nothing of the URL except a well-formed reference number. */
export function AdminSsoFailed() {
  const t = useTranslations('entrance');
  const query = new URLSearchParams(location.search);
  const reason = REASONS.find((known) => known === query.get('reason')) ?? 'UNEXPECTED';
  const reference = query.get('reference') ?? '';
  return (
    <Page title={t('ssoFailedTitle')} portal={null}>
      <p>{t(`ssoFailed.${reason}`)}</p>
      {REFERENCE.test(reference) && <p>{t.rich('reference', { ...inText, reference })}</p>}
      <p>
        <a href="/admin/log-in">{t('backToLogIn')}</a>
      </p>
    </Page>
  );
}
