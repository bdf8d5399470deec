import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { createContext, lazy, type ReactNode, Suspense, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ask, act as send, Unanswered } from '../../api.ts';
import { Failure } from '../../components/failure.tsx';
import { mayComeBackIf, notePersonChange, onPersonChangeElsewhere } from '../../kept-pages.ts';
import type { Operation } from '../../operation.ts';
import { client } from '../data/client.ts';
import { FindSessionDocument, type FindSessionQuery } from '../generated/operations.ts';
import { followAdmin } from '../language.ts';
import { DeskLoading } from '../shell/desk-loading.tsx';

/** Few need them, so nobody waits for them. */
const ConfirmDialog = lazy(async () => ({ default: (await import('./confirm-dialog.tsx')).ConfirmDialog }));
const LogInDialog = lazy(async () => ({ default: (await import('./log-in-dialog.tsx')).LogInDialog }));

export type Me = NonNullable<FindSessionQuery['admin']>;
export type PortalInReach = { slug: string; name: string };

type Session = {
  me: Me;
  /** The portals that this admin may look at, 100 at most. */
  portals: PortalInReach[];
  /** Whether nobody has ever signed up at these portals, and this admin may prepare them. */
  isNew: boolean;
  /** Sends a mutation. Asks for a log-in or a confirmation where the API demands one, and sends it again. */
  act: <Result extends { __typename: string }, Input>(
    mutation: Operation<Record<string, Result | null>, { input: Input }>,
    input: Input,
  ) => Promise<Result>;
  /** Asks the API whether the session still lives. If not, a dialog asks to log in. */
  lookAgain: () => void;
};

type Asked = { for: 'LOG_IN' | 'CONFIRM'; done: (isDone: boolean) => void };

const SessionHere = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionHere);
  if (!session) throw new Error('outside of SessionProvider');
  return session;
}

/** Shows its children to an admin who is logged in, and keeps them as they are while the admin logs in again. */
export function SessionProvider({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={client}>
      <WithSession>{children}</WithSession>
    </QueryClientProvider>
  );
}

const KEY = ['session'];

async function findSession(): Promise<FindSessionQuery> {
  const found = await askSession();
  // Nothing is shown before the page is there in the language of the admin.
  if (found.admin && followAdmin(found.admin.locale)) await new Promise(() => undefined);
  return found;
}

/** The API refuses the portals to people who are not logged in, and so answers nothing at all. */
const askSession = (): Promise<FindSessionQuery> =>
  ask(FindSessionDocument, {}).catch((error: unknown) => {
    if (error instanceof Unanswered && error.code === 'NOT_ALLOWED') return { admin: null, portals: null, developers: null };
    throw error;
  });

function WithSession({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: findSession });
  const [first, setFirst] = useState<Me | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const waiting = useRef<Promise<boolean> | null>(null);
  const here = data?.admin ?? null;
  if (here && !first) setFirst(here);

  useEffect(() => {
    if (data && !here && !first) location.replace(`/admin/log-in?${new URLSearchParams({ returnTo: location.href })}`);
    // The page of another admin must not be seen.
    if (here && first && here.id !== first.id) location.reload();
  }, [data, here, first]);

  useEffect(() => mayComeBackIf(async () => (await findSession()).admin?.id === first?.id), [first]);
  // Another tab may have logged in or confirmed what this page waits for.
  useEffect(
    () =>
      onPersonChangeElsewhere(() => {
        void refetch();
        if (asked?.for === 'CONFIRM') asked.done(true);
      }),
    [refetch, asked],
  );
  useEffect(() => {
    if (here && asked?.for === 'LOG_IN') asked.done(true);
  }, [here, asked]);

  /** One dialog at a time: who asks for the same meanwhile waits for it, too. */
  const askFor = useCallback((what: Asked['for']): Promise<boolean> => {
    waiting.current ??= new Promise((resolve) => {
      const done = (isDone: boolean) => {
        waiting.current = null;
        setAsked(null);
        resolve(isDone);
      };
      setAsked({ for: what, done });
    });
    return waiting.current;
  }, []);

  const act = useCallback<Session['act']>(
    async (mutation, input) => {
      for (;;) {
        const result = await send(mutation, input);
        const isGone = result.__typename === 'NotAllowed' && (await refetch()).data?.admin === null;
        const isDone =
          (isGone && (await askFor('LOG_IN'))) || (result.__typename === 'ConfirmationRequired' && (await askFor('CONFIRM')));
        // What one admin began is never sent for another one, who may have logged in meanwhile.
        const isSame = isDone && (await refetch()).data?.admin?.id === first?.id;
        if (!isSame) return result;
      }
    },
    [askFor, refetch, first],
  );

  const session = useMemo<Session | null>(
    () =>
      first && {
        me: here ?? first,
        portals: data?.portals?.edges.map(({ node }) => node) ?? [],
        isNew: data?.developers?.edges.length === 0 && first.roles.some(({ role }) => role === 'OWNER'),
        act,
        lookAgain: () => void refetch(),
      },
    [first, here, data, act, refetch],
  );

  if (error instanceof Unanswered && !session) return <Failure because={error} portal={null} />;
  if (!session) return <DeskLoading />;
  const hasEnded = data?.admin === null;
  return (
    <SessionHere value={session}>
      {children}
      <Suspense>
        {(hasEnded || asked?.for === 'LOG_IN') && (
          <LogInDialog
            email={session.me.email}
            done={() => {
              notePersonChange();
              asked?.done(true);
              void client.invalidateQueries();
            }}
          />
        )}
        {asked?.for === 'CONFIRM' && !hasEnded && <ConfirmDialog done={asked.done} />}
      </Suspense>
    </SessionHere>
  );
}
