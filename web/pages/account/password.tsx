import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { NewPasswordField } from '../../components/new-password-field.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { Proof } from '../../components/proof.tsx';
import { Section } from '../../components/section.tsx';
import { ChangePasswordDocument, type PortalFragment } from '../../generated/operations.ts';
import { Row } from './row.tsx';

type Props = { portal: PortalFragment; email: string; hasPassword: boolean; onChanged: () => void };

/** Changes the password, or creates one after a log-in with SSO. */
export function AccountPassword({ portal, email, hasPassword, onChanged }: Props) {
  const t = useTranslations();
  return (
    <Row id="password" title={t('parts.password')}>
      <Section
        submit={t(hasPassword ? 'ownAccount.changePassword' : 'ownAccount.createPassword')}
        done={t('ownAccount.passwordSaved')}
        send={async (typed) => {
          const answer = await act(ChangePasswordDocument, {
            portal: portal.slug,
            currentPassword: hasPassword ? typed('currentPassword') : null,
            newPassword: typed('newPassword'),
          });
          if (answer.__typename !== 'ChangePasswordSuccess') return answer;
          onChanged();
          return null;
        }}
      >
        {hasPassword ? (
          <PasswordField name="currentPassword" label={t('ownAccount.currentPassword')} autoComplete="current-password" />
        ) : (
          <>
            <p>{t('ownAccount.noPassword')}</p>
            <Proof portal={portal} hasPassword={false} />
          </>
        )}
        <NewPasswordField policy={portal.passwordPolicy} email={email} name="newPassword" label={t('ownAccount.newPassword')} />
      </Section>
    </Row>
  );
}
