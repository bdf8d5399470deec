import { act } from '../../api.ts';
import { NewPasswordField } from '../../components/new-password-field.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { Proof } from '../../components/proof.tsx';
import { Section } from '../../components/section.tsx';
import { ChangePasswordDocument, type PortalFragment } from '../../generated/operations.ts';

type Props = { portal: PortalFragment; email: string; hasPassword: boolean; onChanged: () => void };

/** Changes the password, or creates one after a log-in with SSO. */
export function AccountPassword({ portal, email, hasPassword, onChanged }: Props) {
  return (
    <Section
      title="Password"
      submit={hasPassword ? 'Change password' : 'Create password'}
      done="Your password is saved, and you are logged out everywhere else."
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
        <PasswordField name="currentPassword" label="Current password" autoComplete="current-password" />
      ) : (
        <>
          <p>You have no password. Create one to log in without SSO.</p>
          <Proof portal={portal} hasPassword={false} />
        </>
      )}
      <NewPasswordField policy={portal.passwordPolicy} email={email} name="newPassword" label="New password" />
    </Section>
  );
}
