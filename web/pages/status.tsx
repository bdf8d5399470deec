import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { act, Unanswered } from '../api.ts';
import { CorrectRegistration } from '../components/correct-registration.tsx';
import { Failure } from '../components/failure.tsx';
import { Form } from '../components/form.tsx';
import { Loading } from '../components/loading.tsx';
import { LogInButton } from '../components/log-in-button.tsx';
import { Page } from '../components/page.tsx';
import { contactOf } from '../components/rich.tsx';
import { ToRegistration } from '../components/to-registration.tsx';
import { UsualWait } from '../components/usual-wait.tsx';
import {
  FindRegistrationDocument,
  type OwnRegistrationFragment,
  type PortalFragment,
  WithdrawRegistrationDocument,
} from '../generated/operations.ts';
import { hideToken } from '../hidden-token.ts';
import { pagePath } from '../page-path.ts';
import { returnTarget } from '../return-target.ts';
import { useAnswer } from '../use-answer.ts';
import { useMoment } from '../use-moment.ts';

/** The way to the page below, from a log-in that was refused or a mailed link. The token is in the history of the browser, so that a reload finds it. */
export function goToStatus(portal: PortalFragment, token: string, returnTo: string | null): void {
  history.replaceState({ ...history.state, token }, '', pagePath(portal, 'status', returnTo));
}

/** What a person who is not approved sees of the own registration, without a session. */
export function Status({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('status');
  const [token] = useState(() => hideToken('token'));
  const [isWithdrawn, setWithdrawn] = useState(false);
  const [corrected, setCorrected] = useState<OwnRegistrationFragment | null>(null);
  const answer = useAnswer(FindRegistrationDocument, { token });
  if (isWithdrawn) {
    return (
      <Page title={t('withdrawn')} portal={portal}>
        <p>{t('withdrawnWhat')}</p>
      </Page>
    );
  }
  if (!answer) return <Loading />;
  if (answer instanceof Unanswered) return <Failure because={answer} portal={portal} />;
  const registration = corrected ?? answer.registration;
  if (!registration) {
    return (
      <Page title={t('ended')} portal={portal}>
        <p>{t('endedWhy')}</p>
        <LogInButton portal={portal} email="" returnTo={returnTarget(portal.catalogUrl)} />
        <ToRegistration portal={portal} />
      </Page>
    );
  }
  return (
    <Page title={t(`titles.${registration.status}`)} portal={portal}>
      <Next portal={portal} registration={registration} />
      <Given registration={registration} />
      {registration.status === 'PENDING' && (
        <CorrectRegistration portal={portal} registration={registration} token={token} onCorrected={setCorrected} />
      )}
      {registration.status === 'PENDING' && <Withdrawal token={token} onDone={() => setWithdrawn(true)} />}
    </Page>
  );
}

function Next({
  portal,
  registration: { status, waitingSince, reason },
}: {
  portal: PortalFragment;
  registration: OwnRegistrationFragment;
}): ReactNode {
  const t = useTranslations('status');
  const moment = useMoment();
  if (status === 'APPROVED') {
    return (
      <>
        <p>{t('approved', { portal: portal.name })}</p>
        <LogInButton portal={portal} email="" returnTo={returnTarget(portal.catalogUrl)} />
      </>
    );
  }
  if (status === 'PENDING') {
    return (
      <>
        <p>{t('reviewing', { portal: portal.name })}</p>
        {waitingSince && <p>{t('since', { at: moment(waitingSince) })}</p>}
        <UsualWait portal={portal} />
      </>
    );
  }
  return (
    <>
      {reason && <p className="question">{reason}</p>}
      <p>{t.rich('thinkItWrong', contactOf(portal))}</p>
    </>
  );
}

function Given({ registration: { email, fullName, answers } }: { registration: OwnRegistrationFragment }) {
  const t = useTranslations();
  if (email === null) return null;
  const given = [
    { field: 'fullName', label: t('parts.fullName'), value: fullName ?? '' },
    { field: 'email', label: t('parts.email'), value: email },
    ...answers,
  ];
  return (
    <section>
      <h2>{t('status.given')}</h2>
      <dl>
        {given.map(({ field, label, value }) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>{typeof value === 'string' ? value : t(value ? 'ownAccount.yes' : 'ownAccount.no')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Withdrawal({ token, onDone }: { token: string; onDone: () => void }) {
  const t = useTranslations('status');
  return (
    <details className="danger">
      <summary>{t('withdraw')}</summary>
      <p>{t('withdrawEffect')}</p>
      <Form
        submit={t('withdrawIt')}
        send={async () => {
          const answer = await act(WithdrawRegistrationDocument, { token });
          if (answer.__typename !== 'WithdrawRegistrationSuccess') return answer;
          onDone();
          return null;
        }}
      />
    </details>
  );
}
