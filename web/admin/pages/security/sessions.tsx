import { useTranslations } from 'use-intl';
import { Form } from '../../../components/form.tsx';
import { SessionList } from '../../../components/session-list.tsx';
import { useAct } from '../../data/use-act.ts';
import { AdminRevokeSessionDocument } from '../../generated/operations.ts';
import { logOut } from '../../session/log-out.ts';
import type { Me } from './security.tsx';

export function AdminSessions({ sessions }: { sessions: NonNullable<Me['sessions']> }) {
  const t = useTranslations('security');
  const act = useAct();
  return (
    <section>
      <h2>{t('sessions')}</h2>
      <SessionList
        sessions={sessions}
        revoke={async (id) => {
          const answer = await act(AdminRevokeSessionDocument, { id });
          // If the session has ended already, the aim is reached.
          return answer.__typename === 'AdminRevokeSessionSuccess' || answer.__typename === 'NotFound' ? null : answer;
        }}
      />
      <Form submit={t('logOut')} send={() => logOut(false)} />
      <Form submit={t('logOutEverywhere')} send={() => logOut(true)} />
    </section>
  );
}
