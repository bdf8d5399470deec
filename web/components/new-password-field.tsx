import { useFormatter, useTranslations } from 'use-intl';
import { PasswordField } from './password-field.tsx';

type NewPasswordFieldProps = {
  /** The bounds of the length, and words that do not count. */
  policy: { minLength: number; maxLength: number; contextWords: string[] };
  /** Password managers store the password under this email address. Null if it is unknown. */
  email: string | null;
  name?: string;
  /** Replaces “Password”. */
  label?: string;
};

export function NewPasswordField({ policy, email, name = 'password', label }: NewPasswordFieldProps) {
  const t = useTranslations('parts');
  const format = useFormatter();
  const { minLength: min, maxLength: max, contextWords } = policy;
  const ignored = format.list([t('ownAddress'), t('ownSite'), ...contextWords], { type: 'conjunction' });
  return (
    <>
      {email && <input type="text" autoComplete="username" defaultValue={email} readOnly hidden />}
      <PasswordField
        name={name}
        label={label ?? t('password')}
        autoComplete="new-password"
        hint={t('newPasswordHint', { min, max, ignored })}
      />
    </>
  );
}
