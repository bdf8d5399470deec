import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAct } from '../../data/use-act.ts';
import { type FindApiTokensQuery, RevokeApiTokenDocument } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { Moment } from '../../ui/moment.tsx';
import { DataTable } from '../../ui/table.tsx';
import { useTell } from '../../ui/told.tsx';
import { Roles } from '../admins/roles.tsx';

type Token = NonNullable<FindApiTokensQuery['apiTokens']>['edges'][number]['node'];

export function TokenTable({ tokens }: { tokens: Token[] }) {
  const t = useTranslations('tokens');
  return (
    <DataTable
      label={t('title')}
      rows={tokens}
      idOf={({ id }) => id}
      none={t('none')}
      columns={[
        { title: t('name'), isRowHeader: true, cell: ({ name }) => name },
        { title: t('begins'), cell: ({ prefix }) => <code>{prefix}</code> },
        {
          title: t('roles'),
          cell: ({ roles, service }) => (
            <>
              <Roles roles={roles} />
              {service && <span className="more">{t('isService')}</span>}
            </>
          ),
        },
        { title: t('by'), cell: ({ createdBy }) => createdBy?.email },
        { title: t('lastUsed'), cell: ({ lastUsedAt }) => (lastUsedAt ? <Moment at={lastUsedAt} /> : t('never')) },
        { title: t('ends'), cell: ({ expiresAt, revokedAt }) => <Moment at={revokedAt ?? expiresAt} /> },
        { title: t('act'), cell: (token) => !token.revokedAt && <Revoke token={token} /> },
      ]}
    />
  );
}

function Revoke({ token: { id, name } }: { token: Token }) {
  const t = useTranslations('tokens');
  const act = useAct();
  const tell = useTell();
  const [isAsked, ask] = useState(false);
  return (
    <>
      <Button kind="danger" aria-label={t('revokeNamed', { name })} onPress={() => ask(true)}>
        {t('revoke')}
      </Button>
      {isAsked && (
        <ConfirmAct
          title={t('revokeNamed', { name })}
          submit={t('revoke')}
          close={() => ask(false)}
          send={async () => {
            const answer = await act(RevokeApiTokenDocument, { id });
            if ('message' in answer) return answer;
            tell(t('revoked', { name }));
            return null;
          }}
        >
          <p>{t('revokes')}</p>
        </ConfirmAct>
      )}
    </>
  );
}
