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
  const ended = new AbortController();
  void watch(token, tell, ended.signal).catch(() => undefined);
  return () => ended.abort();
}

/** The library comes only once somebody waits. */
async function watch(token: string, tell: (status: DeveloperStatus) => void, ended: AbortSignal): Promise<void> {
  const { createClient } = await import('graphql-sse');
  if (ended.aborted) return;
  const client = createClient({ url: '/graphql', credentials: 'same-origin' });
  const end = client.subscribe<RegistrationChangedSubscription>(
    { query: RegistrationChangedDocument.toString(), variables: { token } },
    {
      next: ({ data }) => data?.registrationChanged && tell(data.registrationChanged.status),
      error: () => undefined,
      complete: () => undefined,
    },
  );
  ended.addEventListener('abort', () => {
    end();
    client.dispose();
  });
}
