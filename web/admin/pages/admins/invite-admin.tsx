import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import { useAct } from '../../data/use-act.ts';
import { InviteAdminDocument } from '../../generated/operations.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { useTell } from '../../ui/told.tsx';
import { RoleFields, typedRoles } from './role-fields.tsx';
import { useGivableToAdmins } from './use-givable.ts';

/** Asks for the email address and the roles. */
export function InviteAdmin({ close }: { close: () => void }) {
  const t = useTranslations('admins');
  const act = useAct();
  const tell = useTell();
  const givable = useGivableToAdmins();
  return (
    <ConfirmAct
      title={t('invite')}
      submit={t('invite')}
      close={close}
      send={async (typed) => {
        const roles = typedRoles(typed, givable);
        if (roles.length === 0) return { message: t('chooseRole') };
        const email = typed('email').trim();
        const answer = await act(InviteAdminDocument, { email, roles });
        if (answer.__typename !== 'InviteAdminSuccess') return answer;
        tell(t('invited', { email }));
        return null;
      }}
    >
      <p>{t('invites')}</p>
      <Field name="email" label={t('email')} type="email" autoComplete="off" />
      <RoleFields givable={givable} />
    </ConfirmAct>
  );
}
