import { Page } from '../../components/page.tsx';

/** Says the same for every email address, so that it does not show who is an admin. */
export function AdminSsoConfirmSent() {
  return (
    <Page title="Check your email" portal={null}>
      <p>You are not logged in yet. The account that you chose is not linked to an admin.</p>
      <p>If there is an admin with the email address of that account, an email with a link is on its way.</p>
      <p>If you were invited to be an admin, open the link in the invitation. You can log in from there.</p>
      <p>
        <a href="/admin/log-in">Back to log in</a>
      </p>
    </Page>
  );
}
