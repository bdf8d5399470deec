import { use, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Unanswered } from '../../api.ts';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { ToLogIn } from '../../components/to-log-in.tsx';
import { FindAccountDocument, type FindAccountQuery, type PortalFragment } from '../../generated/operations.ts';
import { PersonHere } from '../../person-here.ts';
import { useAnswer } from '../../use-answer.ts';
import { AccountAnswers } from './answers.tsx';
import { AccountData } from './data.tsx';
import { Deleted } from './deleted.tsx';
import { AccountDeletion } from './deletion.tsx';
import { AccountEmail } from './email.tsx';
import { AccountLanguage } from './language.tsx';
import { AccountPassword } from './password.tsx';
import { AccountProfile } from './profile.tsx';
import { AccountSessions } from './sessions.tsx';
import { AccountTerms } from './terms.tsx';
import { WaitsForDeletion } from './waits-for-deletion.tsx';
import { AccountWays } from './ways.tsx';

type Me = NonNullable<FindAccountQuery['me']>;

export function Account({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('parts');
  const { forget } = use(PersonHere);
  const [deleted, setDeleted] = useState<{ dueAt: string | null } | null>(null);
  const answer = useAnswer(FindAccountDocument, { portal: portal.slug });
  if (deleted) return <Deleted portal={portal} {...deleted} />;
  if (!answer) return <Loading />;
  if (answer instanceof Unanswered) return <Failure because={answer} portal={portal} />;
  if (!answer.me) return <ToLogIn portal={portal} />;
  return (
    <Page title={t('yourAccount')} portal={portal}>
      <Settings
        portal={portal}
        me={answer.me}
        onDeleted={(dueAt) => {
          setDeleted({ dueAt });
          forget();
        }}
      />
    </Page>
  );
}

type SettingsProps = { portal: PortalFragment; me: Me; onDeleted: (dueAt: string | null) => void };

function Settings({ portal, me, onDeleted }: SettingsProps) {
  // At a portal without passwords, an old password proves nothing.
  const [hasPassword, setHasPassword] = useState(me.hasPassword && portal.passwordLogin);
  const [isKept, setKept] = useState(me.deletionDueAt === null);
  const [sessions, setSessions] = useState(me.sessions ?? []);
  const keepOwnSession = () => setSessions((all) => all.filter(({ current }) => current));
  return (
    <>
      {me.deletionDueAt && (
        <WaitsForDeletion portal={portal} dueAt={me.deletionDueAt} isKept={isKept} onKept={() => setKept(true)} />
      )}
      <AccountTerms portal={portal} isAccepted={me.currentTermsAccepted} />
      <AccountProfile portal={portal} fullName={me.fullName} />
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
      <AccountWays portal={portal} me={me} hasPassword={hasPassword} onChanged={keepOwnSession} />
      <AccountSessions
        portal={portal}
        sessions={sessions}
        onEnded={(id) => setSessions((all) => all.filter((session) => session.id !== id))}
        onOthersEnded={keepOwnSession}
      />
      <AccountData portal={portal} />
      {isKept && <AccountDeletion portal={portal} email={me.email} hasPassword={hasPassword} onDeleted={onDeleted} />}
    </>
  );
}
