import { useEffect, useRef, useState } from 'react';
import type { Operation } from '../../operation.ts';
import { useSession } from '../session/session.tsx';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Subscribes while the page is shown, and again after each loss. `heard` is called for each message, so also for the first one after a loss.
 * @returns whether the connection is lost now
 */
export function useLive<Answer, Variables extends Record<string, unknown>>(
  subscription: Operation<Answer, Variables>,
  variables: Variables,
  heard: () => void,
): boolean {
  const { lookAgain } = useSession();
  const [isLost, setLost] = useState(false);
  const latest = useRef(heard);
  useEffect(() => {
    latest.current = heard;
  }, [heard]);
  const query = subscription.toString();
  const key = JSON.stringify(variables);
  useEffect(() => {
    const stop = new AbortController();
    void (async () => {
      for (let pause = FIRST_PAUSE_MS; !stop.signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
        try {
          // The list is shown without waiting for this library.
          const { createClient } = await import('graphql-sse');
          if (stop.signal.aborted) return;
          const client = createClient({ url: '/graphql', credentials: 'same-origin', retryAttempts: 0 });
          stop.signal.addEventListener('abort', () => client.dispose(), { once: true });
          for await (const { errors } of client.iterate({ query, variables: JSON.parse(key) })) {
            if (stop.signal.aborted) return;
            if (errors) break;
            pause = FIRST_PAUSE_MS;
            setLost(false);
            latest.current();
          }
        } catch {
          // The next attempt follows.
        }
        if (stop.signal.aborted) return;
        setLost(true);
        lookAgain();
        await waited(pause, stop.signal);
      }
    })();
    return () => stop.abort();
  }, [query, key, lookAgain]);
  return isLost;
}

const waited = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
