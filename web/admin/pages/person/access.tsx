import { useTranslations } from 'use-intl';
import { useDevice } from '../../../use-device.ts';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useFound, WhenFound } from '../../data/found.tsx';
import { useAct } from '../../data/use-act.ts';
import { EndPersonSessionDocument, FindAccessDocument } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { DataTable } from '../../ui/table.tsx';
import { useTell } from '../../ui/told.tsx';
import { Identities } from './identities.tsx';

type AccessProps = { id: string; name: string; mayAct: boolean };

/** Where the person is logged in, and with which accounts of identity providers. */
export function Access({ id, name, mayAct }: AccessProps) {
  const t = useTranslations('personActs');
  const deviceInWords = useDevice();
  const found = useFound(FindAccessDocument, { id });
  return (
    <WhenFound found={found}>
      {({ developer }) => (
        <>
          <h2>{t('sessions')}</h2>
          <DataTable
            label={t('sessions')}
            rows={developer?.sessions ?? []}
            idOf={(session) => session.id}
            none={t('noSessions')}
            columns={[
              {
                title: t('device'),
                isRowHeader: true,
                cell: ({ device, ip }) => [device ? deviceInWords(device) : t('unknownDevice'), ip].filter(Boolean).join(', '),
              },
              {
                title: t('method'),
                cell: ({ method, secondFactor }) => [t(method), ...(secondFactor ? [t('andSecondFactor')] : [])].join(', '),
              },
              { title: t('lastSeen'), cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} /> },
              ...(mayAct
                ? [{ title: t('act'), cell: (session: { id: string; device: string | null }) => <End session={session} /> }]
                : []),
            ]}
          />
          <h2>{t('identities')}</h2>
          <Identities identities={developer?.ssoIdentities ?? []} name={name} mayAct={mayAct} />
        </>
      )}
    </WhenFound>
  );
}

function End({ session: { id, device } }: { session: { id: string; device: string | null } }) {
  const t = useTranslations('personActs');
  const deviceInWords = useDevice();
  const act = useAct();
  const tell = useTell();
  const inWords = useRefusalInWords();
  return (
    <Button
      kind="second"
      aria-label={t('endNamed', { device: device ? deviceInWords(device) : t('unknownDevice') })}
      onPress={async () => {
        const answer = await act(EndPersonSessionDocument, { id });
        tell('message' in answer ? inWords(answer) : t('done'));
      }}
    >
      {t('end')}
    </Button>
  );
}
