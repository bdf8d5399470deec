import { Unanswered } from '../../api.ts';
import { SsoChoices } from '../../components/sso-choices.tsx';
import { useAnswer } from '../../use-answer.ts';
import { FindAdminLogInMethodsDocument } from '../generated/operations.ts';
import { AdminLogInForm } from './log-in-form.tsx';

type AdminLogInChoicesProps = {
  email?: string;
  /** Called after a success with the password. */
  goOn: () => void;
  /** Where a log-in with SSO ends. Null for GraphiQL. */
  returnTo: string | null;
};

/** All ways in which admins can log in here. If the question fails, the form still works. */
export function AdminLogInChoices({ email, goOn, returnTo }: AdminLogInChoicesProps) {
  const found = useAnswer(FindAdminLogInMethodsDocument, {});
  if (!found) return null;
  const { password, ssoConnections } = (found instanceof Unanswered ? null : found.adminLogInMethods) ?? {
    password: true,
    ssoConnections: [],
  };
  return (
    <>
      {password && <AdminLogInForm {...(email !== undefined && { email })} goOn={goOn} />}
      <SsoChoices choices={ssoConnections} returnTo={returnTo} />
    </>
  );
}
