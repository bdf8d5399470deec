import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAct } from '../../data/use-act.ts';
import { type FindAccessQuery, UnlinkIdentityDocument } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { Moment } from '../../ui/moment.tsx';
import { DataTable } from '../../ui/table.tsx';
import { useTell } from '../../ui/told.tsx';

type Identity = NonNullable<FindAccessQuery['developer']>['ssoIdentities'][number];

type IdentitiesProps = { identities: Identity[]; name: string; mayAct: boolean };

/** The accounts with which the person can log in. */
export function Identities({ identities, name, mayAct }: IdentitiesProps) {
  const t = useTranslations('personActs');
  return (
    <DataTable
      label={t('identities')}
      rows={identities}
      idOf={({ id }) => id}
      none={t('noIdentities')}
      columns={[
        { title: t('account'), isRowHeader: true, cell: accountOf },
        { title: t('lastLogIn'), cell: ({ lastLogInAt }) => <Moment at={lastLogInAt} /> },
        ...(mayAct ? [{ title: t('act'), cell: (identity: Identity) => <Unlink identity={identity} name={name} /> }] : []),
      ]}
    />
  );
}

const accountOf = ({ label, issuer, email, subject }: Identity): string => `${label ?? issuer}: ${email ?? subject}`;

function Unlink({ identity, name }: { identity: Identity; name: string }) {
  const t = useTranslations('personActs');
  const act = useAct();
  const tell = useTell();
  const [isAsked, ask] = useState(false);
  const account = accountOf(identity);
  return (
    <>
      <Button kind="danger" aria-label={t('unlinkNamed', { account })} onPress={() => ask(true)}>
        {t('unlink')}
      </Button>
      {isAsked && (
        <ConfirmAct
          title={t('unlinkNamed', { account })}
          submit={t('unlink')}
          close={() => ask(false)}
          send={async () => {
            const answer = await act(UnlinkIdentityDocument, { id: identity.id });
            if ('message' in answer) return answer;
            tell(t('done'));
            return null;
          }}
        >
          <p>{t('unlinks', { name })}</p>
        </ConfirmAct>
      )}
    </>
  );
}
