import { AsyncLocalStorage } from 'node:async_hooks';
import { IncomingMessage, Server } from 'node:http';
import { Client } from 'pg';
import type { Act, Side } from './act.ts';
import { execute } from './footprints.ts';

/** Requests carry the side that they belong to. */
export const SIDE_HEADER = 'x-side';

const acting = new AsyncLocalStorage<Act>();
const current: Partial<Record<Side, Act>> = {};

/** The pools of server and worker. The queue has others, and rings only after a commit, without anybody waiting for it. */
const POOLS = ['gatehouse server', 'gatehouse test'];

/** How a new connection is set up. It belongs to no act. */
const SETTING_UP = /set_config\(|current_setting\(/;

type Callback = (error: Error | null, result?: unknown) => void;

/**
 * From now on each statement of an act waits until it may go, and all other statements go at once.
 * @returns a function that puts everything back
 */
export function closeGate(): () => void {
  const { query } = Client.prototype;
  const { emit } = Server.prototype;
  Client.prototype.query = function (this: Client, ...asked: unknown[]) {
    const act = acting.getStore();
    const pass = (...args: unknown[]) => Reflect.apply(query, this, args);
    const text = textOf(asked[0]);
    if (!act || act.hasLeft || SETTING_UP.test(text) || !POOLS.includes(nameOf(this))) return pass(...asked);
    const callback = typeof asked.at(-1) === 'function' ? (asked.pop() as Callback) : null;
    const answer = act.ask(this, text, () => execute(act, { send: pass, statement: asked, text }, this));
    if (!callback) return answer;
    answer.then((result) => callback(null, result), callback);
  } as typeof query;
  Server.prototype.emit = function (this: Server, event: string, ...args: unknown[]) {
    const [request] = args;
    const side = request instanceof IncomingMessage ? request.headers[SIDE_HEADER] : undefined;
    const act = side === 'A' || side === 'B' ? current[side] : undefined;
    const pass = () => Reflect.apply(emit, this, [event, ...args]);
    return act ? acting.run(act, pass) : pass();
  } as typeof emit;
  return () => {
    Client.prototype.query = query;
    Server.prototype.emit = emit;
  };
}

/** Runs what belongs to an act. Requests are known by their header. */
export function begin(act: Act, work: () => Promise<unknown>): void {
  current[act.side] = act;
  acting.run(act, () => act.begin(work));
}

const textOf = (statement: unknown): string =>
  typeof statement === 'string' ? statement : String(statement instanceof Object && Reflect.get(statement, 'text'));

const nameOf = (client: Client): string =>
  String(Reflect.get(Object(Reflect.get(client, 'connectionParameters')), 'fallback_application_name'));
