import { act } from '../../api.ts';
import { Form } from '../../components/form.tsx';
import { Proof } from '../../components/proof.tsx';
import {
  type FindAccountQuery,
  type PortalFragment,
  StartSsoLinkDocument,
  UnlinkSsoIdentityDocument,
} from '../../generated/operations.ts';
import { pagePath } from '../../page-path.ts';

type AccountSsoProps = {
  portal: PortalFragment;
  identities: NonNullable<FindAccountQuery['me']>['ssoIdentities'];
  hasPassword: boolean;
};

const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

export function AccountSso({ portal, identities, hasPassword }: AccountSsoProps) {
  if (identities.length === 0 && portal.ssoConnections.length === 0) return null;
  return (
    <section>
      <h2>Linked accounts</h2>
      {identities.length === 0 && <p>No account is linked. You log in with your password.</p>}
      <ul className="sessions">
        {identities.map(({ id, email, subject, issuer, label, lastLogInAt }) => (
          <li key={id}>
            <p>
              <strong>{email ?? subject}</strong>
              <br />
              at {label ?? issuer}, last used {day.format(new Date(lastLogInAt))}
            </p>
            <details>
              <summary>Unlink {email ?? subject}</summary>
              <p>You can no longer log in here with it. Everyone who is logged in with it is logged out.</p>
              <Form
                submit="Unlink it"
                send={async (typed) => {
                  const answer = await act(UnlinkSsoIdentityDocument, {
                    portal: portal.slug,
                    id,
                    password: hasPassword ? typed('password') : null,
                  });
                  if (answer.__typename !== 'UnlinkSsoIdentitySuccess') return answer;
                  // This session may have ended too.
                  location.replace(pagePath(portal, 'account'));
                  return null;
                }}
              >
                <Proof portal={portal} hasPassword={hasPassword} />
              </Form>
            </details>
          </li>
        ))}
      </ul>
      {portal.ssoConnections.map(({ id, label }) => (
        <details key={id}>
          <summary>Link an account at {label}</summary>
          <p>Log in there in the next step. After that, you can log in here with that account.</p>
          <Form
            submit={`Go on to ${label}`}
            send={async (typed) => {
              const answer = await act(StartSsoLinkDocument, {
                portal: portal.slug,
                connection: id,
                password: hasPassword ? typed('password') : null,
              });
              if (answer.__typename !== 'StartSsoLinkSuccess') return answer;
              location.assign(answer.url);
              return null;
            }}
          >
            <Proof portal={portal} hasPassword={hasPassword} />
          </Form>
        </details>
      ))}
    </section>
  );
}
