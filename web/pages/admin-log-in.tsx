import { Unanswered } from '../api.ts';
import { AdminLogInForm } from '../components/admin-log-in-form.tsx';
import { Failure } from '../components/failure.tsx';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { SsoChoices } from '../components/sso-choices.tsx';
import { FindAdminLogInMethodsDocument } from '../generated/operations.ts';
import { returnTarget } from '../return-target.ts';
import { useAnswer } from '../use-answer.ts';

const GRAPHIQL = '/graphql';

export function AdminLogIn() {
  const found = useAnswer(FindAdminLogInMethodsDocument, {});
  if (!found) return <Loading />;
  if (found instanceof Unanswered) return <Failure sentence={found.message} portal={null} />;
  if (!found.adminLogInMethods) return <Failure sentence="Try again in a moment." portal={null} />;
  const { password, ssoConnections } = found.adminLogInMethods;
  return (
    <Page title="Log in as an admin" portal={null}>
      {password && <AdminLogInForm goOn={() => location.replace(returnTarget() ?? GRAPHIQL)} />}
      <SsoChoices choices={ssoConnections} returnTo={returnTarget()} />
    </Page>
  );
}
