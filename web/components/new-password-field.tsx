import { PasswordField } from './password-field.tsx';

type NewPasswordFieldProps = {
  /** How long it must and may be. */
  policy: { minLength: number; maxLength: number };
  /** Password managers keep the password under this address; null where it is not known. */
  email: string | null;
  name?: string;
  label?: string;
};

/** Where a password is chosen; says beforehand what it must be. */
export function NewPasswordField({ policy, email, name = 'password', label = 'Password' }: NewPasswordFieldProps) {
  const { minLength, maxLength } = policy;
  return (
    <>
      {email && <input type="text" autoComplete="username" defaultValue={email} readOnly hidden />}
      <PasswordField
        name={name}
        label={label}
        autoComplete="new-password"
        hint={`${minLength} to ${maxLength} characters of any kind; spaces count too. Several words that do not belong together are strong and easy to remember. Common passwords are refused.`}
      />
    </>
  );
}
