import { PasswordField } from './password-field.tsx';

type Policy = { minLength: number; maxLength: number; contextWords: string[] };

type NewPasswordFieldProps = {
  /** The bounds of the length, and words that do not count. */
  policy: Policy;
  /** Password managers store the password under this email address. Null if it is unknown. */
  email: string | null;
  name?: string;
  label?: string;
};

export function NewPasswordField({ policy, email, name = 'password', label = 'Password' }: NewPasswordFieldProps) {
  return (
    <>
      {email && <input type="text" autoComplete="username" defaultValue={email} readOnly hidden />}
      <PasswordField name={name} label={label} autoComplete="new-password" hint={hint(policy)} />
    </>
  );
}

const list = new Intl.ListFormat('en', { type: 'conjunction' });

function hint({ minLength, maxLength, contextWords }: Policy): string {
  const ignored = list.format(['your address', 'the name of this site', ...contextWords]);
  return (
    `${minLength} to ${maxLength} characters of any kind, also spaces. Several unrelated words make a strong password that is ` +
    `easy to remember. Do not use a common password, or one made from: ${ignored}.`
  );
}
