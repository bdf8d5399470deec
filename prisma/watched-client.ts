import { Client, type ClientConfig } from 'pg';

/** Called with the text of each statement when it is sent. @returns a function to be called with its error, or with nothing, when it has ended */
export type NoteStatement = (text: string) => (error?: Error) => void;

type Callback = (error: Error | undefined, ...results: unknown[]) => void;
type Query = (...args: unknown[]) => unknown;

/** A client that tells of its statements. */
export function watchedClient(note: NoteStatement): new (config?: string | ClientConfig) => Client {
  return class extends Client {
    // Assigned in the constructor because `pg` has a dozen signatures, which all come down to this one.
    constructor(config?: string | ClientConfig) {
      super(config);
      const send: Query = (...args) => Reflect.apply(Client.prototype.query, this, args);
      Object.assign(this, { query: (...args: unknown[]) => noted(note, send, args) });
    }
  };
}

function noted(note: NoteStatement, send: Query, args: unknown[]): unknown {
  const [asked] = args;
  const text = typeof asked === 'string' ? asked : Object(asked).text;
  // A cursor or a stream, which we do not use, ends in its own way.
  if (typeof text !== 'string' || typeof Object(asked).submit === 'function') return send(...args);
  const end = note(text);
  const callback = args.at(-1);
  if (typeof callback === 'function') {
    const ended: Callback = (error, ...results) => {
      end(error);
      callback(error, ...results);
    };
    return send(...args.slice(0, -1), ended);
  }
  const sent = send(...args);
  if (sent instanceof Promise) sent.then(() => end(), end);
  return sent;
}
