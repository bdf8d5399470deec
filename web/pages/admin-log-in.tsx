import { act } from '../api.ts';
import { Field } from '../components/field.tsx';
import { Form } from '../components/form.tsx';
import { Page } from '../components/page.tsx';
import { PasswordField } from '../components/password-field.tsx';
import { AdminLogInDocument } from '../generated/operations.ts';
import { returnTarget } from '../return-target.ts';

const GRAPHIQL = '/graphql';

export function AdminLogIn() {
  return (
    <Page title="Log in as an admin" portal={null}>
      <Form
        submit="Log in"
        send={async (typed) => {
          const answer = await act(AdminLogInDocument, {
            email: typed('email'),
            password: typed('password'),
            session: 'COOKIE',
          });
          if (answer.__typename !== 'AdminLogInSuccess') return answer;
          location.replace(returnTarget() ?? GRAPHIQL);
          return null;
        }}
      >
        <Field name="email" label="Email address" type="email" autoComplete="username" />
        <PasswordField name="password" label="Password" autoComplete="current-password" />
      </Form>
      <p>
        <a href="/admin/forgot-password">Forgot your password?</a>
      </p>
    </Page>
  );
}
