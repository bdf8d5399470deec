import { act } from '../../api.ts';
import { Field } from '../../components/field.tsx';
import { Form } from '../../components/form.tsx';
import { Proof } from '../../components/proof.tsx';
import { DeleteAccountDocument, type PortalFragment } from '../../generated/operations.ts';

type Props = { portal: PortalFragment; email: string; hasPassword: boolean; onDeleted: () => void };

/** Three steps: open it, type the email address, prove who you are. */
export function AccountDeletion({ portal, email, hasPassword, onDeleted }: Props) {
  return (
    <section>
      <h2>Delete your account</h2>
      <details className="danger">
        <summary>Delete my account at {portal.name}…</summary>
        <p>Your account is deleted at once and for good. You lose:</p>
        <ul>
          <li>your access to the APIs of {portal.name}, here and wherever you are logged in;</li>
          <li>your name, your answers and your linked accounts, which are deleted;</li>
          <li>your approval: if you sign up again, your registration is reviewed like any other.</li>
        </ul>
        <p>Nobody can bring it back. We will email you that it was deleted.</p>
        <Form
          submit="Delete my account for good"
          send={async (typed) => {
            const answer = await act(DeleteAccountDocument, {
              portal: portal.slug,
              email: typed('email'),
              password: hasPassword ? typed('password') : null,
            });
            if (answer.__typename !== 'DeleteAccountSuccess') return answer;
            onDeleted();
            return null;
          }}
        >
          <Field name="email" label={`Type ${email} to delete your account`} type="email" autoComplete="off" />
          <Proof portal={portal} hasPassword={hasPassword} />
        </Form>
      </details>
    </section>
  );
}
