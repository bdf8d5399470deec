import { Unanswered } from '../../api.ts';
import { SsoChoices } from '../../components/sso-choices.tsx';
import { useAnswer } from '../../use-answer.ts';
import { FindAdminLogInMethodsDocument } from '../generated/operations.ts';
import { inOtherTab, LOGGED_IN } from './in-other-tab.ts';
import { AdminLogInForm } from './log-in-form.tsx';

type AdminLogInChoicesProps = {
  email?: string;
  /** Called after a success in this tab. */
  goOn: () => void;
  /** Where a log-in with SSO ends. Null for the requests. */
  returnTo: string | null;
  /** In a dialog over a page that must stay as it is: links open another tab. */
  isBesidePage?: boolean;
};

/** All ways in which admins can log in here. If the question fails, the form still works. */
export function AdminLogInChoices({ email, goOn, returnTo, isBesidePage = false }: AdminLogInChoicesProps) {
  const found = useAnswer(FindAdminLogInMethodsDocument, {});
  if (!found) return null;
  const { password, ssoConnections } = (found instanceof Unanswered ? null : found.adminLogInMethods) ?? {
    password: true,
    ssoConnections: [],
  };
  return (
    <>
      {password && <AdminLogInForm {...(email !== undefined && { email })} goOn={goOn} isBesidePage={isBesidePage} />}
      <SsoChoices
        choices={ssoConnections}
        returnTo={isBesidePage ? LOGGED_IN : returnTo}
        {...(isBesidePage && { tab: inOtherTab })}
      />
    </>
  );
}
