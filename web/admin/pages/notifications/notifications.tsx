import { useTranslations } from 'use-intl';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useFound, WhenFound } from '../../data/found.tsx';
import { useAct } from '../../data/use-act.ts';
import {
  FindNotificationsDocument,
  type NotificationFrequency,
  UpdateNotificationsDocument,
} from '../../generated/operations.ts';
import { Choice } from '../../ui/choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { useTell } from '../../ui/told.tsx';

const FREQUENCIES = ['AT_ONCE', 'HOURLY', 'DAILY', 'NEVER'] as const satisfies NotificationFrequency[];

/** How often this admin is emailed about the requests of each portal. */
export function Notifications() {
  const t = useTranslations('notifications');
  const act = useAct();
  const tell = useTell();
  const inWords = useRefusalInWords();
  const found = useFound(FindNotificationsDocument, {});
  return (
    <DeskPage title={t('title')}>
      <p>{t('about')}</p>
      <WhenFound found={found}>
        {({ admin }) => {
          const notifications = admin?.notifications ?? [];
          if (notifications.length === 0) return <p className="none">{t('none')}</p>;
          return notifications.map(({ portal, frequency }) => (
            <Choice
              key={portal.slug}
              label={t('frequencyAt', { portal: portal.name })}
              value={frequency}
              choices={FREQUENCIES.map((value) => ({ value, label: t(value) }))}
              onChange={async (next) => {
                const answer = await act(UpdateNotificationsDocument, { portal: portal.slug, frequency: next });
                tell('message' in answer ? inWords(answer) : t('saved'));
              }}
            />
          ));
        }}
      </WhenFound>
    </DeskPage>
  );
}
