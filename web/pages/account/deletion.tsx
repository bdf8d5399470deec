import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { Field } from '../../components/field.tsx';
import { Form } from '../../components/form.tsx';
import { Proof } from '../../components/proof.tsx';
import { DeleteAccountDocument, type PortalFragment } from '../../generated/operations.ts';
import { Row } from './row.tsx';

type Props = { portal: PortalFragment; email: string; hasPassword: boolean; onDeleted: (dueAt: string | null) => void };

/** Three steps: open it, type the email address, prove who you are. */
export function AccountDeletion({ portal, email, hasPassword, onDeleted }: Props) {
  const t = useTranslations('ownAccount');
  const days = portal.deletionGraceDays;
  return (
    <Row id="delete" title={t('deleteTitle')} isDanger>
      <p>{days > 0 ? t('inDays', { days }) : t('atOnce')}</p>
      <ul>
        <li>{t('loseAccess', { portal: portal.name })}</li>
        <li>{t('loseData')}</li>
        <li>{t('loseApproval')}</li>
      </ul>
      <p>{days > 0 ? t('nobodyBringsThen', { days }) : t('nobodyBrings')}</p>
      <Form
        submit={t(days > 0 ? 'deleteIt' : 'deleteForGood')}
        send={async (typed) => {
          const answer = await act(DeleteAccountDocument, {
            portal: portal.slug,
            email: typed('email'),
            password: hasPassword ? typed('password') : null,
          });
          if (answer.__typename !== 'DeleteAccountSuccess') return answer;
          onDeleted(answer.deletionDueAt);
          return null;
        }}
      >
        <Field name="email" label={t('typeToDelete', { email })} type="email" autoComplete="off" />
        <Proof portal={portal} hasPassword={hasPassword} />
      </Form>
    </Row>
  );
}
