import { useState } from 'react';
import { Field, type FieldProps } from './field.tsx';

/** Can show the password, because this helps more people than it harms. */
export function PasswordField(props: FieldProps) {
  const [isShown, setShown] = useState(false);
  return (
    <Field {...props} type={isShown ? 'text' : 'password'} autoCapitalize="none" spellCheck={false}>
      <label className="choice">
        <input type="checkbox" checked={isShown} onChange={({ target }) => setShown(target.checked)} />
        Show password
      </label>
    </Field>
  );
}
