import type { App } from '../domain/app.ts';
import { MINUTE_MS, SECOND_MS } from '../domain/durations.ts';
import type { Log } from '../log.ts';
import { perMinute } from '../per-minute.ts';
import { type Blame, blameOf, isForOperator, isPermanent, reasonOf } from './failures.ts';
import type { MailServer } from './mail-server.ts';

/** @limit Time for which a mail server is passed over after its first failure. Beyond: It is tried, and used if it lets us in. */
export const FIRST_PASS_MS = 5 * SECOND_MS;
/** @limit Time for which a mail server is passed over at most. Beyond: It is tried again. */
export const LONGEST_PASS_MS = 5 * MINUTE_MS;

export type MailServers = {
  /** Those that an email is offered to, one after the other. */
  inTurn: () => MailServer[];
  /** How many there are, also those that are away. */
  count: number;
  noteAccepted: (server: MailServer) => void;
  /** @returns what the failure is about */
  noteFailure: (server: MailServer, error: unknown) => Blame;
  close: () => void;
};

type State = {
  server: MailServer;
  failures: number;
  isAway: boolean;
  timer?: NodeJS.Timeout;
  /** Bounds the lines about its refusals. */
  mayTell: () => number | null;
};

/**
 * Which mail servers this process uses: the first one of SMTP_URL, and another one while that is away. What one worker finds, it keeps for
 * itself, because another machine may reach what this one does not.
 */
export function watchMailServers(servers: MailServer[], { measures }: Pick<App, 'measures'>, log: Log): MailServers {
  const newState = (server: MailServer): State => ({ server, failures: 0, isAway: false, mayTell: perMinute(1) });
  const states = new Map(servers.map((server) => [server, newState(server)]));
  const isOnly = servers.length === 1;
  let isClosed = false;
  for (const { name } of servers) measures.mailServerUp(name, true);

  const stateOf = (server: MailServer): State => states.get(server) ?? newState(server);
  const takeBack = (state: State) => {
    clearTimeout(state.timer);
    if (!state.isAway) return;
    state.isAway = false;
    measures.mailServerUp(state.server.name, true);
    if (!isOnly) log.info({ mailServer: state.server.name }, 'a mail server is used again');
  };
  const passOver = (state: State): number => {
    state.failures++;
    const pauseMs = Math.min(FIRST_PASS_MS * 2 ** (state.failures - 1), LONGEST_PASS_MS);
    // No email has to find out whether the server is back.
    state.timer = setTimeout(() => void tryAgain(state), pauseMs).unref();
    return pauseMs;
  };
  const tryAgain = async (state: State) => {
    const letsUsIn = await state.server.verify().then(
      () => true,
      () => false,
    );
    if (isClosed || !state.isAway) return;
    if (letsUsIn) takeBack(state);
    else passOver(state);
  };
  const works = (state: State) => {
    state.failures = 0;
    takeBack(state);
  };
  const isAway = (state: State, error: unknown) => {
    state.isAway = true;
    measures.mailServerUp(state.server.name, false);
    if (isOnly) return;
    const about = { mailServer: state.server.name, reason: reasonOf(error), forSeconds: passOver(state) / SECOND_MS };
    log[isForOperator(error) ? 'error' : 'warn'](about, 'a mail server is passed over, its mails go to another one');
  };
  const tellOfRefusal = ({ server, mayTell }: State, error: unknown) => {
    const leftOut = mayTell();
    if (leftOut === null) return;
    const about = { mailServer: server.name, reason: reasonOf(error), leftOut };
    log.warn(about, 'a mail server refuses to send for us, the next one is asked');
  };
  return {
    // If all are away, each is tried, as if it was the only one.
    inTurn: () => {
      const here = [...states.values()].filter(({ isAway }) => !isAway);
      return (here.length > 0 ? here : [...states.values()]).map(({ server }) => server);
    },
    count: servers.length,
    noteAccepted: (server) => {
      measures.mailServer(server.name, 'accepted');
      works(stateOf(server));
    },
    noteFailure: (server, error) => {
      const blame = blameOf(error);
      const state = stateOf(server);
      measures.mailServer(server.name, blame);
      if (blame === 'email') works(state);
      if (blame === 'sender' && !isOnly && isPermanent(error)) tellOfRefusal(state, error);
      if (blame === 'server' && !state.isAway && !isClosed) isAway(state, error);
      return blame;
    },
    close: () => {
      isClosed = true;
      for (const { server, timer } of states.values()) {
        clearTimeout(timer);
        server.close();
      }
    },
  };
}
