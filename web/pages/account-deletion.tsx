import { act } from '../api.ts';
import { Form } from '../components/form.tsx';
import { Proof } from '../components/proof.tsx';
import { DeleteAccountDocument, type PortalFragment } from '../generated/operations.ts';

type Props = { portal: PortalFragment; hasPassword: boolean; onDeleted: () => void };

/** Deletes the account, after one more proof of who asks. */
export function AccountDeletion({ portal, hasPassword, onDeleted }: Props) {
  return (
    <section>
      <h2>Delete your account</h2>
      <p>Your account at {portal.name} is deleted at once and for good. You can sign up again with the same address.</p>
      <Form
        submit="Delete my account"
        send={async (typed) => {
          const answer = await act(DeleteAccountDocument, {
            portal: portal.slug,
            password: hasPassword ? typed('password') : null,
          });
          if (answer.__typename !== 'DeleteAccountSuccess') return answer;
          onDeleted();
          return null;
        }}
      >
        <Proof portal={portal} hasPassword={hasPassword} />
      </Form>
    </section>
  );
}
