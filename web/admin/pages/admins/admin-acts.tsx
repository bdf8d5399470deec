import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAct } from '../../data/use-act.ts';
import {
  type FindAdminsQuery,
  RemoveAdminDocument,
  ResetAdminFactorDocument,
  UpdateAdminDocument,
} from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { AskByName } from '../../ui/ask-by-name.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { useTell } from '../../ui/told.tsx';
import { RoleFields, typedRoles } from './role-fields.tsx';
import { useGivableToAdmins } from './use-givable.ts';

type Admin = NonNullable<FindAdminsQuery['admins']>['edges'][number]['node'];

type Open = 'change' | 'reset' | 'remove' | null;

/** What an owner can do to another admin. */
export function AdminActs({ admin }: { admin: Admin }) {
  const t = useTranslations('admins');
  const { isOwner: isOwnerOfAll } = useRights(null);
  const [open, setOpen] = useState<Open>(null);
  const { email, hasSecondFactor } = admin;
  const close = () => setOpen(null);
  return (
    <div className="row-acts">
      <Button kind="second" aria-label={t('changeNamed', { email })} onPress={() => setOpen('change')}>
        {t('change')}
      </Button>
      {isOwnerOfAll && hasSecondFactor && (
        <Button kind="second" aria-label={t('resetNamed', { email })} onPress={() => setOpen('reset')}>
          {t('reset')}
        </Button>
      )}
      <Button kind="danger" aria-label={t('removeNamed', { email })} onPress={() => setOpen('remove')}>
        {t('remove')}
      </Button>
      {open === 'change' && <ChangeRoles admin={admin} close={close} />}
      {open === 'reset' && <ResetFactor admin={admin} close={close} />}
      {open === 'remove' && <Remove admin={admin} close={close} />}
    </div>
  );
}

type ActProps = { admin: Admin; close: () => void };

function ChangeRoles({ admin: { id, email, roles: held }, close }: ActProps) {
  const t = useTranslations('admins');
  const act = useAct();
  const tell = useTell();
  const givable = useGivableToAdmins();
  return (
    <ConfirmAct
      title={t('changeNamed', { email })}
      submit={t('save')}
      close={close}
      send={async (typed) => {
        const roles = typedRoles(typed, givable, held);
        if (roles.length === 0) return { message: t('chooseRole') };
        const answer = await act(UpdateAdminDocument, { id, roles });
        if (answer.__typename !== 'UpdateAdminSuccess') return answer;
        tell(t('changed', { email }));
        return null;
      }}
    >
      <RoleFields givable={givable} held={held} />
    </ConfirmAct>
  );
}

function ResetFactor({ admin: { id, email }, close }: ActProps) {
  const t = useTranslations('admins');
  const act = useAct();
  const tell = useTell();
  return (
    <ConfirmAct
      title={t('resetNamed', { email })}
      submit={t('reset')}
      close={close}
      send={async () => {
        const answer = await act(ResetAdminFactorDocument, { id });
        if ('message' in answer) return answer;
        tell(t('wasReset', { email }));
        return null;
      }}
    >
      <p>{t('resets', { email })}</p>
    </ConfirmAct>
  );
}

function Remove({ admin: { id, email }, close }: ActProps) {
  const t = useTranslations('admins');
  const act = useAct();
  const tell = useTell();
  return (
    <AskByName
      title={t('removeNamed', { email })}
      name={email}
      submit={t('remove')}
      close={close}
      send={async () => {
        const answer = await act(RemoveAdminDocument, { id });
        if (answer.__typename !== 'RemoveAdminSuccess') return answer;
        tell(t('removed', { email }));
        return null;
      }}
    >
      <p>{t('removes', { email })}</p>
    </AskByName>
  );
}
