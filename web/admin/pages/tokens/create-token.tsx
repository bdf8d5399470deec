import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import { Form } from '../../../components/form.tsx';
import { useAct } from '../../data/use-act.ts';
import { CreateApiTokenDocument } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { ShownOnce } from '../../ui/shown-once.tsx';
import { TickBox } from '../../ui/tick-box.tsx';
import { inDays, typedBox } from '../../ui/typed.ts';
import { RoleFields, typedRoles } from '../admins/role-fields.tsx';
import { useGivableToTokens } from '../admins/use-givable.ts';

/** Asks what the token is for, and shows it once. */
export function CreateToken({ close }: { close: () => void }) {
  const t = useTranslations('tokens');
  const admins = useTranslations('admins');
  const act = useAct();
  const { isOwner: isOwnerOfAll } = useRights(null);
  const givable = useGivableToTokens();
  const [token, setToken] = useState<string | null>(null);
  return (
    <ModalDialog title={t('create')} close={token ? null : close}>
      {token ? (
        <>
          <ShownOnce text={token} sentence={t('created')} />
          <p>
            <Button kind="second" onPress={close}>
              {t('done')}
            </Button>
          </p>
        </>
      ) : (
        <Form
          submit={t('create')}
          send={async (typed) => {
            const roles = typedRoles(typed, givable);
            if (roles.length === 0) return { message: admins('chooseRole') };
            const answer = await act(CreateApiTokenDocument, {
              name: typed('name').trim(),
              roles,
              expiresAt: inDays(typed, 'expiresAt'),
              service: typedBox(typed, 'service'),
            });
            if (answer.__typename !== 'CreateApiTokenSuccess') return answer;
            setToken(answer.token);
            return null;
          }}
        >
          <Field name="name" label={t('name')} hint={t('nameHint')} maxLength={256} />
          <RoleFields givable={givable} />
          <Field name="expiresAt" label={t('days')} type="number" min={1} max={365} defaultValue={90} />
          {isOwnerOfAll && <TickBox name="service" label={t('service')} hint={t('serviceHint')} />}
        </Form>
      )}
    </ModalDialog>
  );
}
