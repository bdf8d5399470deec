import type { Client } from 'pg';

export type Side = 'A' | 'B';

type Waiting = { client: Client; text: string; go: () => Promise<void> };

/** One of two acts that run beside each other. Its statements wait to be let go one by one. */
export type Act = {
  side: Side;
  /** Statements that it has asked for. Most acts ask for one at a time. */
  waiting: Waiting[];
  /** The statement that the database has now. */
  running: Waiting | null;
  /** Whether the statement waits for a lock of the other act. */
  isBlocked: boolean;
  hasEnded: boolean;
  /** Its statements are not held any more. */
  hasLeft: boolean;
  /** What it came to. */
  answer: unknown;
  /** What its open transaction has written, by connection. */
  written: Map<Client, Set<string>>;
  ask: (client: Client, text: string, send: () => Promise<unknown>) => Promise<unknown>;
  begin: (work: () => Promise<unknown>) => void;
};

/** @param notice called when the act has asked for a statement, got an answer or ended */
export function newAct(side: Side, notice: () => void): Act {
  const act: Act = {
    side,
    waiting: [],
    running: null,
    isBlocked: false,
    hasEnded: false,
    hasLeft: false,
    answer: null,
    written: new Map(),
    ask: (client, text, send) =>
      new Promise((resolve, reject) => {
        const go = () => send().then(resolve, reject);
        act.waiting.push({ client, text, go });
        notice();
      }),
    begin: (work) => {
      work()
        .then(
          (answer) => (act.answer = answer),
          (error) => (act.answer = { threw: String(error) }),
        )
        .finally(() => {
          act.hasEnded = true;
          notice();
        });
    },
  };
  return act;
}

/** Whether nothing happens until the act is let go on. */
export const isAtRest = (act: Act): boolean => (act.running ? act.isBlocked : act.waiting.length > 0 || act.hasEnded);

export const canGo = (act: Act): boolean => !act.running && act.waiting.length > 0;
