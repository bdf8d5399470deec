import { useTranslations } from 'use-intl';
import { NewPasswordField } from '../../../components/new-password-field.tsx';
import { PasswordField } from '../../../components/password-field.tsx';
import { Section } from '../../../components/section.tsx';
import { useAct } from '../../data/use-act.ts';
import { AdminChangePasswordDocument, type FindAdminSecurityQuery } from '../../generated/operations.ts';

type AdminPasswordProps = {
  email: string;
  policy: NonNullable<FindAdminSecurityQuery['adminPasswordPolicy']>;
};

export function AdminPassword({ email, policy }: AdminPasswordProps) {
  const t = useTranslations('security');
  const act = useAct();
  return (
    <Section
      title={t('password')}
      submit={t('changePassword')}
      done={t('passwordSaved')}
      send={async (typed) => {
        const answer = await act(AdminChangePasswordDocument, {
          currentPassword: typed('currentPassword'),
          newPassword: typed('newPassword'),
        });
        return answer.__typename === 'AdminChangePasswordSuccess' ? null : answer;
      }}
    >
      <PasswordField name="currentPassword" label={t('currentPassword')} autoComplete="current-password" />
      <NewPasswordField policy={policy} email={email} name="newPassword" label={t('newPassword')} />
    </Section>
  );
}
