import { AdminLogInChoices } from '../components/admin-log-in-choices.tsx';
import { Page } from '../components/page.tsx';
import { returnTarget } from '../return-target.ts';

const GRAPHIQL = '/graphql';

export function AdminLogIn() {
  return (
    <Page title="Log in as an admin" portal={null}>
      <AdminLogInChoices goOn={() => location.replace(returnTarget() ?? GRAPHIQL)} returnTo={returnTarget()} />
    </Page>
  );
}
