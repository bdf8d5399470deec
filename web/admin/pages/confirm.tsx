import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Unanswered } from '../../api.ts';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { returnTarget } from '../../return-target.ts';
import { useAnswer } from '../../use-answer.ts';
import { FindAdminDocument } from '../generated/operations.ts';
import { ConfirmForm } from '../log-in/confirm-form.tsx';
import { inText } from '../ui/in-text.tsx';

const HOME = '/admin';

/** Confirms the session of this browser, before an act that gives others a way in. */
export function AdminConfirm() {
  const t = useTranslations('entrance');
  const here = useAnswer(FindAdminDocument, {});
  const [isConfirmed, setConfirmed] = useState(false);
  if (!here) return <Loading />;
  if (here instanceof Unanswered) return <Failure because={here} portal={null} />;
  if (!here.admin) return <LogInFirst />;
  if (isConfirmed) return <Confirmed />;
  const target = returnTarget();
  return (
    <Page title={t('confirmTitle')} portal={null}>
      <p>{t.rich('askedAs', { ...inText, email: here.admin.email })}</p>
      <ConfirmForm
        goOn={() => (target ? location.replace(target) : setConfirmed(true))}
        returnTo={target ?? '/admin/confirm'}
      />
    </Page>
  );
}

function LogInFirst() {
  const t = useTranslations('entrance');
  return (
    <Page title={t('confirmTitle')} portal={null}>
      <p>{t('nobodyHere')}</p>
      <p>
        <a className="button" href={`/admin/log-in${location.search}`}>
          {t('logIn')}
        </a>
      </p>
    </Page>
  );
}

function Confirmed() {
  const t = useTranslations('entrance');
  return (
    <Page title={t('confirmedTitle')} portal={null}>
      <p>{t('confirmed')}</p>
      <p>
        <a href={HOME}>{t('openRequests')}</a>
      </p>
    </Page>
  );
}
