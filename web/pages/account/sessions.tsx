import { use } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { Form } from '../../components/form.tsx';
import { SessionList } from '../../components/session-list.tsx';
import {
  type FindAccountQuery,
  LogOutDocument,
  type PortalFragment,
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
} from '../../generated/operations.ts';
import { PersonHere } from '../../person-here.ts';
import { Row } from './row.tsx';

type Session = NonNullable<NonNullable<FindAccountQuery['me']>['sessions']>[number];

type Props = {
  portal: PortalFragment;
  sessions: Session[];
  onEnded: (id: string) => void;
  onOthersEnded: () => void;
};

export function AccountSessions({ portal, sessions, onEnded, onOthersEnded }: Props) {
  const t = useTranslations('ownAccount');
  const { leave } = use(PersonHere);
  const revoke = async (id: string) => {
    const answer = await act(RevokeSessionDocument, { portal: portal.slug, id });
    // If the session has ended already, the aim is reached.
    return answer.__typename === 'RevokeSessionSuccess' || answer.__typename === 'NotFound' ? null : answer;
  };
  return (
    <Row id="sessions" title={t('sessions')}>
      <div className="second-acts">
        <SessionList sessions={sessions} revoke={revoke} onEnded={onEnded} />
        {sessions.some(({ current }) => !current) && (
          <Form
            submit={t('logOutElsewhere')}
            send={async () => {
              const answer = await act(RevokeOtherSessionsDocument, { portal: portal.slug });
              if (answer.__typename !== 'RevokeOtherSessionsSuccess') return answer;
              onOthersEnded();
              return null;
            }}
          />
        )}
        <Form
          submit={t('logOutEverywhere')}
          send={async () => {
            const answer = await act(LogOutDocument, { portal: portal.slug, everywhere: true });
            if (answer.__typename !== 'LogOutSuccess') return answer;
            leave(answer);
            return null;
          }}
        />
      </div>
    </Row>
  );
}
