import { act } from '../../../api.ts';
import { NewPasswordField } from '../../../components/new-password-field.tsx';
import { PasswordField } from '../../../components/password-field.tsx';
import { Section } from '../../../components/section.tsx';
import { AdminChangePasswordDocument, type FindAdminSecurityQuery } from '../../generated/operations.ts';

type AdminPasswordProps = {
  email: string;
  policy: NonNullable<FindAdminSecurityQuery['adminPasswordPolicy']>;
  onChanged: () => void;
};

export function AdminPassword({ email, policy, onChanged }: AdminPasswordProps) {
  return (
    <Section
      title="Password"
      submit="Change password"
      done="Your password is saved, and you are logged out everywhere else."
      send={async (typed) => {
        const answer = await act(AdminChangePasswordDocument, {
          currentPassword: typed('currentPassword'),
          newPassword: typed('newPassword'),
        });
        if (answer.__typename !== 'AdminChangePasswordSuccess') return answer;
        onChanged();
        return null;
      }}
    >
      <PasswordField name="currentPassword" label="Current password" autoComplete="current-password" />
      <NewPasswordField policy={policy} email={email} name="newPassword" label="New password" />
    </Section>
  );
}
