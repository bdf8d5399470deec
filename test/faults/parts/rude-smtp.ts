import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../../dev/ports.ts';
import type { OnTestFinished } from '../../kit/redis.ts';

/** Where in a session; `end` is the answer to the final dot. */
export type Step = 'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'end';

/** What it does there: a reply of its own, or nothing ever again, or it hangs up. */
type Rudeness = { reply: string } | 'hang' | 'drop' | 'accept and drop' | 'accept, say so and drop';

export type Fault = { at: Step; does: Rudeness };

export type Accepted = { recipients: string[]; messageId: string; token: string };

export type RudeServer = {
  url: string;
  accepted: Accepted[];
  /** What happens in every session, until it is set to something else. */
  fault: Fault | null;
  /** What happens to the next mail to an address, once. */
  faultsOf: Map<string, Fault>;
  /** What happens before each reply. */
  before: ((step: Step | 'other', recipient: string) => Promise<void>) | undefined;
  /** How long it thinks before each reply but the greeting. */
  thinksMs: number;
  /** Faults that a client has met. */
  met: Set<Fault>;
  /** The most sessions that have sent RCPT with the same address at once. */
  mostAtOnce: number;
  /** Ends the sessions that wait for nothing, so that the next mail needs a new one. */
  dropIdle: () => void;
  /** Nobody listens there any longer. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
};

const GREETING = '220 rude.test ESMTP';
const REPLIES: Record<string, string> = {
  EHLO: '250-rude.test\r\n250-AUTH PLAIN\r\n250 8BITMIME',
  HELO: '250 rude.test',
  AUTH: '235 welcome',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  RSET: '250 ok',
  NOOP: '250 ok',
};

/** A mail server that keeps the rules of SMTP until it is told not to. Each mail has one recipient, as ours have. */
export async function startRudeServer(onTestFinished: OnTestFinished): Promise<RudeServer> {
  const port = await freePort();
  const sockets = new Map<Socket, { isIdle: boolean }>();
  const busy = new Map<string, number>();
  const count = (recipient: string, by: number) => {
    const now = (busy.get(recipient) ?? 0) + by;
    busy.set(recipient, now);
    self.mostAtOnce = Math.max(self.mostAtOnce, now);
  };
  let server: Server;
  const self: RudeServer = {
    url: `smtp://gatehouse:word@127.0.0.1:${port}`,
    accepted: [],
    fault: null,
    faultsOf: new Map(),
    before: undefined,
    thinksMs: 0,
    met: new Set(),
    mostAtOnce: 0,
    dropIdle: () => {
      for (const [socket, { isIdle }] of sockets) if (isIdle) socket.destroy();
    },
    stop: async () => {
      server.close();
      for (const socket of sockets.keys()) socket.destroy();
      await once(server, 'close');
    },
    start: async () => {
      server = createServer((socket) => void serve(socket).catch(() => undefined));
      await once(server.listen(port, '127.0.0.1'), 'listening');
    },
  };
  await self.start();
  onTestFinished(() => self.stop());

  const serve = async (socket: Socket) => {
    const state = { isIdle: false };
    let recipient = '';
    let greeted: Fault | undefined;
    sockets.set(socket, state);
    // A client may be killed at any moment.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (recipient) count(recipient, -1);
    });
    /** @returns whether the session goes on as usual */
    const answer = async (step: Step | 'other', usual: string, accept: () => void = () => undefined): Promise<boolean> => {
      const own = step === 'RCPT' || step === 'DATA' || step === 'end' ? self.faultsOf.get(recipient) : undefined;
      const now = [self.fault, own].find((one) => one?.at === step);
      // Who is refused at EHLO tries HELO, and meets the same.
      const fault = step === 'EHLO' ? (greeted ?? now) : now;
      if (step === 'EHLO' && fault) greeted = fault;
      await self.before?.(step, recipient);
      if (self.thinksMs && step !== 'greeting') await setTimeout(self.thinksMs);
      if (!fault) {
        accept();
        socket.write(`${usual}\r\n`);
        return true;
      }
      self.met.add(fault);
      if (fault === own) self.faultsOf.delete(recipient);
      const { does } = fault;
      if (does === 'accept and drop' || does === 'accept, say so and drop') accept();
      if (typeof does === 'object') socket.write(`${does.reply}\r\n`);
      else if (does === 'accept, say so and drop') socket.end(`${usual}\r\n`);
      else if (does !== 'hang') socket.destroy();
      return false;
    };

    if (!(await answer('greeting', GREETING)) && self.fault?.does === 'hang') return;
    let lines: string[] | null = null;
    for await (const line of createInterface(socket)) {
      state.isIdle = false;
      if (lines && line !== '.') {
        lines.push(line);
        continue;
      }
      if (lines) {
        const text = lines.join('\r\n');
        lines = null;
        await answer('end', '250 kept', () => void self.accepted.push({ recipients: [recipient], ...partsOf(text) }));
        count(recipient, -1);
        recipient = '';
        state.isIdle = true;
        continue;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'QUIT') return void socket.end('221 bye\r\n');
      if (verb === 'RCPT') {
        recipient = line.match(/<(.*)>/)?.[1] ?? '';
        count(recipient, 1);
      }
      const step = verb === 'HELO' ? 'EHLO' : isStep(verb) ? verb : 'other';
      const goesOn = await answer(step, REPLIES[verb] ?? '502 what?');
      if (verb === 'DATA' && goesOn) lines = [];
      if (verb === 'RSET' && recipient) {
        count(recipient, -1);
        recipient = '';
      }
      state.isIdle = verb === 'RSET' || verb === 'AUTH';
    }
  };
  return self;
}

const isStep = (verb: string): verb is Step => ['EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA'].includes(verb);

/** The text comes first, quoted-printable. */
export function partsOf(mail: string): Pick<Accepted, 'messageId' | 'token'> {
  const plain = mail.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=');
  const messageId = plain.match(/^Message-ID:\s*(\S+)/im)?.[1] ?? '';
  return { messageId, token: plain.match(/[?]token=([\w-]+)/)?.[1] ?? '' };
}
