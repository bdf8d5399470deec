import { Page } from '../../components/page.tsx';
import { returnTarget } from '../../return-target.ts';
import { AdminLogInChoices } from '../log-in/log-in-choices.tsx';

const HOME = '/admin';

export function AdminLogIn() {
  return (
    <Page title="Log in as an admin" portal={null}>
      <AdminLogInChoices goOn={() => location.replace(returnTarget() ?? HOME)} returnTo={returnTarget()} />
    </Page>
  );
}
