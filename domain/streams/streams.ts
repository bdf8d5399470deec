import { SECOND_MS } from '../durations.ts';
import { TooManyAttempts } from '../errors.ts';
import type { LookForEvents } from './look-for-events.ts';
import { type News, queueOfNews, type Stream } from './queue-of-news.ts';

/** @limit Pause between two looks of a stream that hears nothing. Beyond: The stream looks at everything. */
export const LOOK_EVERY_MS = 15 * SECOND_MS;
/** @limit streams: Streams of one session or one token, in one process. Beyond: TooManyAttempts. */
export const MOST_STREAMS_OF_ONE = 5;
/** @limit streams: Streams of one process. Beyond: TooManyAttempts. */
export const MOST_STREAMS = 2_000;
export type Streams = {
  /**
   * One stream of this holder. It ends with `return`, and when the process stops.
   * @throws TooManyAttempts
   */
  open: (holder: string) => Stream;
  /** Ends all streams. */
  close: () => Promise<void>;
};

/**
 * Tells the streams of this process which developers have new events. It reads the log of events once for all of them. It listens only
 * while there is a stream.
 * @param listen calls back when another process has numbered events
 */
export function openStreams(look: LookForEvents, listen: (hear: () => void) => { close: () => Promise<void> }): Streams {
  const streams = new Set<{ holder: string; tell: (news: News) => void; end: () => void }>();
  let source: { close: () => Promise<void> } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed: Promise<void> = Promise.resolve();

  const tell = (news: News) => {
    for (const stream of streams) stream.tell(news);
  };
  const lookNow = oneAtATime(async () => {
    // After a failure each stream looks by itself, and ends with the error if the database is away.
    const news = await look().catch(() => null);
    if (news === null || news.size > 0) tell(news);
  });
  const start = () => {
    source = listen(lookNow);
    timer = setInterval(() => tell(null), LOOK_EVERY_MS).unref();
  };
  const stop = () => {
    clearInterval(timer);
    closed = Promise.all([closed, source?.close()]).then(() => undefined);
    source = null;
  };
  const leave = (stream: Parameters<typeof streams.add>[0]) => {
    if (streams.delete(stream) && streams.size === 0) stop();
  };

  return {
    open: (holder) => {
      const ofHolder = [...streams].filter((stream) => stream.holder === holder).length;
      if (ofHolder >= MOST_STREAMS_OF_ONE || streams.size >= MOST_STREAMS) throw new TooManyAttempts(LOOK_EVERY_MS / SECOND_MS);
      const { iterator, tell, end } = queueOfNews(() => leave(stream));
      const stream = { holder, tell, end };
      streams.add(stream);
      if (streams.size === 1) start();
      return iterator;
    },
    close: async () => {
      for (const stream of streams) stream.end();
      await closed;
    },
  };
}

/** A call during a run is followed by one more run. */
function oneAtATime(run: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const next = async () => {
    running = true;
    do {
      again = false;
      await run();
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void next();
  };
}
