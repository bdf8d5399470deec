import { AdminLogInForm } from '../components/admin-log-in-form.tsx';
import { Page } from '../components/page.tsx';
import { returnTarget } from '../return-target.ts';

const GRAPHIQL = '/graphql';

export function AdminLogIn() {
  return (
    <Page title="Log in as an admin" portal={null}>
      <AdminLogInForm goOn={() => location.replace(returnTarget() ?? GRAPHIQL)} />
    </Page>
  );
}
