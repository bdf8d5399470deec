import { createClient } from 'graphql-sse';
import {
  type DeveloperStatus,
  RegistrationChangedDocument,
  type RegistrationChangedSubscription,
} from './generated/operations.ts';

/**
 * Tells each status of the registration until it is decided. Says nothing if the connection fails, because an email tells the decision
 * too. @returns a function that ends it
 */
export function watchRegistration(token: string, tell: (status: DeveloperStatus) => void): () => void {
  const client = createClient({ url: '/graphql', credentials: 'same-origin' });
  const end = client.subscribe<RegistrationChangedSubscription>(
    { query: RegistrationChangedDocument.toString(), variables: { token } },
    {
      next: ({ data }) => data?.registrationChanged && tell(data.registrationChanged.status),
      error: () => undefined,
      complete: () => undefined,
    },
  );
  return () => {
    end();
    client.dispose();
  };
}
