import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Field, type FieldProps } from './field.tsx';

/** Can show the password, because this helps more people than it harms. */
export function PasswordField(props: FieldProps) {
  const t = useTranslations('parts');
  const [isShown, setShown] = useState(false);
  return (
    <Field {...props} type={isShown ? 'text' : 'password'} autoCapitalize="none" spellCheck={false}>
      <label className="choice">
        <input type="checkbox" checked={isShown} onChange={({ target }) => setShown(target.checked)} />
        {t('showPassword')}
      </label>
    </Field>
  );
}
