import type { Stream } from './queue-of-news.ts';

/**
 * The messages of a generator that waits for a stream. When the reader leaves, the stream ends first: a generator that waits cannot hear
 * that it shall end.
 */
export function endedBy<Message>(stream: Stream, messages: AsyncGenerator<Message>): AsyncIterableIterator<Message> {
  const iterator: AsyncIterableIterator<Message> = {
    next: () => messages.next(),
    return: async () => {
      await stream.return?.();
      return await messages.return(undefined);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
