import { use, useState } from 'react';
import { useTranslations } from 'use-intl';
import { act, Unanswered } from '../../api.ts';
import { Failure } from '../../components/failure.tsx';
import { Field } from '../../components/field.tsx';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { Section } from '../../components/section.tsx';
import { ToLogIn } from '../../components/to-log-in.tsx';
import {
  FindAccountDocument,
  type FindAccountQuery,
  type PortalFragment,
  UpdateProfileDocument,
} from '../../generated/operations.ts';
import { pagePath } from '../../page-path.ts';
import { PersonHere } from '../../person-here.ts';
import { useAnswer } from '../../use-answer.ts';
import { AccountAnswers } from './answers.tsx';
import { AccountData } from './data.tsx';
import { AccountDeletion } from './deletion.tsx';
import { AccountEmail } from './email.tsx';
import { AccountLanguage } from './language.tsx';
import { AccountPassword } from './password.tsx';
import { AccountSecondFactors } from './second-factors.tsx';
import { AccountSessions } from './sessions.tsx';
import { AccountSso } from './sso.tsx';
import { AccountTerms } from './terms.tsx';

type Me = NonNullable<FindAccountQuery['me']>;

export function Account({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('parts');
  const { forget } = use(PersonHere);
  const [isDeleted, setDeleted] = useState(false);
  const answer = useAnswer(FindAccountDocument, { portal: portal.slug });
  if (isDeleted) return <Deleted portal={portal} />;
  if (!answer) return <Loading />;
  if (answer instanceof Unanswered) return <Failure because={answer} portal={portal} />;
  if (!answer.me) return <ToLogIn portal={portal} />;
  return (
    <Page title={t('yourAccount')} portal={portal}>
      <Settings
        portal={portal}
        me={answer.me}
        onDeleted={() => {
          setDeleted(true);
          forget();
        }}
      />
    </Page>
  );
}

function Settings({ portal, me, onDeleted }: { portal: PortalFragment; me: Me; onDeleted: () => void }) {
  // At a portal without passwords, an old password proves nothing.
  const [hasPassword, setHasPassword] = useState(me.hasPassword && portal.passwordLogin);
  const [sessions, setSessions] = useState(me.sessions ?? []);
  const keepOwnSession = () => setSessions((all) => all.filter(({ current }) => current));
  return (
    <>
      <AccountTerms portal={portal} isAccepted={me.currentTermsAccepted} />
      <Profile portal={portal} me={me} />
      <AccountAnswers portal={portal} me={me} />
      <AccountLanguage portal={portal} />
      <AccountEmail portal={portal} email={me.email} hasPassword={hasPassword} />
      {portal.passwordLogin && (
        <AccountPassword
          portal={portal}
          email={me.email}
          hasPassword={hasPassword}
          onChanged={() => {
            setHasPassword(true);
            keepOwnSession();
          }}
        />
      )}
      <AccountSecondFactors portal={portal} hasPassword={hasPassword} onChanged={keepOwnSession} />
      <AccountSso portal={portal} identities={me.ssoIdentities} hasPassword={hasPassword} />
      <AccountSessions
        portal={portal}
        sessions={sessions}
        onEnded={(id) => setSessions((all) => all.filter((session) => session.id !== id))}
        onOthersEnded={keepOwnSession}
      />
      <AccountData portal={portal} />
      <AccountDeletion portal={portal} email={me.email} hasPassword={hasPassword} onDeleted={onDeleted} />
    </>
  );
}

function Profile({ portal, me }: { portal: PortalFragment; me: Me }) {
  const t = useTranslations();
  const { lookAgain } = use(PersonHere);
  const [fullName, setFullName] = useState(me.fullName);
  return (
    <Section
      title={t('ownAccount.profile')}
      submit={t('ownAccount.saveName')}
      done={t('ownAccount.nameSaved')}
      send={async (typed) => {
        const answer = await act(UpdateProfileDocument, { portal: portal.slug, fullName: typed('fullName') });
        if (answer.__typename !== 'UpdateProfileSuccess') return answer;
        setFullName(answer.developer.fullName);
        void lookAgain();
        return null;
      }}
    >
      <Field name="fullName" label={t('parts.fullName')} autoComplete="name" defaultValue={fullName} />
    </Section>
  );
}

function Deleted({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('ownAccount');
  return (
    <Page title={t('deleted')} portal={portal}>
      <p>
        <a href={pagePath(portal, '')}>{t('backTo', { portal: portal.name })}</a>
      </p>
    </Page>
  );
}
