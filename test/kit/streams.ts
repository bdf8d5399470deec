import type { RequestOptions } from './graphql.ts';
import type { Installation } from './installation.ts';

type Message = { data?: unknown; errors?: { message: string; extensions?: { code?: string } }[] };

export type Subscription = {
  /** The next message. Undefined once the stream has ended. */
  next: () => Promise<Message | undefined>;
  close: () => void;
};

/** Subscribes as any client would: by POST, with server-sent events. */
export async function subscribe(
  { url }: Pick<Installation, 'url'>,
  query: string,
  variables: object,
  { token, headers }: RequestOptions = {},
): Promise<Subscription> {
  const closing = new AbortController();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
    signal: closing.signal,
  });
  const messages = messagesOf(response);
  return {
    next: async () => (await messages.next()).value ?? undefined,
    close: () => closing.abort(),
  };
}

/** The messages of the events named `next`. Comments keep the connection alive. */
async function* messagesOf({ body }: Response): AsyncGenerator<Message, undefined> {
  let text = '';
  try {
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: ?(.+)$/m.exec(event)?.[1];
        if (/^event: ?next$/m.test(event) && data) yield JSON.parse(data);
      }
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  }
}
