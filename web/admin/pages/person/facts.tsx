import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Moment, useMoment } from '../../ui/moment.tsx';
import { Marks } from './marks.tsx';
import type { Person } from './person-detail.tsx';

/** The status, and what belongs to every registration. */
export function Facts({ person }: { person: Person }) {
  const t = useTranslations('person');
  const moment = useMoment();
  const { status, emailVerified, email, portal, waitingSince, askedAt, claimedBy, queuedByRule } = person;
  const {
    createdAt,
    lastLogInAt,
    deletionDueAt,
    hasPassword,
    hasSecondFactor,
    acceptedTerms,
    currentTermsAccepted,
    invitation,
    mailState,
  } = person;
  const terms = acceptedTerms.at(-1);
  const logIn = [t(hasPassword ? 'password' : 'noPassword'), ...(hasSecondFactor ? [t('andSecondFactor')] : [])];
  return (
    <dl className="facts">
      <Fact name={t('email')}>
        {email}
        <Marks person={person} />
      </Fact>
      <Fact name={t('portal')}>
        {t('statusAt', { portal: portal.name, status: t(emailVerified || status !== 'PENDING' ? status : 'unverified') })}
      </Fact>
      {mailState.state !== 'OK' && mailState.since && (
        <Fact name={t('mailFact')}>
          <span className="warning">{t('addressState', { state: mailState.state, since: moment(mailState.since) })}</span>
          {mailState.detail && <p className="quiet">{t('mailDetail', { detail: mailState.detail })}</p>}
        </Fact>
      )}
      {deletionDueAt && (
        <Fact name={t('deletion')}>
          <span className="warning">{t('deletionDue', { at: moment(deletionDueAt) })}</span>
        </Fact>
      )}
      {waitingSince && (
        <>
          <Fact name={t('waitingSince')}>
            <Moment at={waitingSince} />
          </Fact>
          <Fact name={t('rule')}>{queuedByRule ? t('byRule', { rule: queuedByRule }) : t('noRule')}</Fact>
        </>
      )}
      {askedAt && (
        <Fact name={t('askedAt')}>
          <Moment at={askedAt} />
        </Fact>
      )}
      {claimedBy && <Fact name={t('claimedBy')}>{claimedBy.email}</Fact>}
      {invitation && (
        <Fact name={t('invitation')}>
          {invitation.label
            ? t('byLink', { label: invitation.label })
            : t('invitedBy', { email: invitation.inviterEmail ?? t('anAdmin') })}
        </Fact>
      )}
      {portal.terms && (
        <Fact name={t('terms')}>
          {terms && t('acceptedTerms', { version: terms.version, at: moment(terms.acceptedAt) })}{' '}
          {!currentTermsAccepted && t('termsOpen')}
        </Fact>
      )}
      <Fact name={t('registered')}>
        <Moment at={createdAt} />
      </Fact>
      <Fact name={t('lastLogIn')}>{lastLogInAt ? <Moment at={lastLogInAt} /> : t('never')}</Fact>
      <Fact name={t('logInWith')}>{logIn.join(', ')}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
