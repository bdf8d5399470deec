// Loaded before a built process (`node --import`). It sees each statement, each step of SMTP and each ring of the queue at the sockets
// and at BullMQ, right before it goes out and right after its answer came in, and can stop the process there.
import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import net from 'node:net';
import { Queue } from 'bullmq';

const portOf = (url) => Number(new URL(url).port);
const databasePort = portOf(process.env.DATABASE_URL);
const smtpPort = portOf(process.env.SMTP_URL);

/** One request, which says itself where it stops: `x-stop-at: <name> <statement or ring> <number>`. */
const requests = new AsyncLocalStorage();
/** In a worker: the moment at which the process dies, such as `before MAIL FROM #1`. */
const deadline = process.env.STOP_AT;
const isCounting = process.env.COUNT_MOMENTS === 'yes';
const seen = new Map();

const say = (line) => process.stderr.write(`${line}\n`);

/** @returns whether everything stands still from here on */
function arrive(when, kind, what) {
  const request = requests.getStore();
  if (request) return arriveInRequest(request, when, kind);
  if (!deadline && !isCounting) return false;
  const key = `${when} ${what}`;
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  if (isCounting) say(`MOMENT ${key} #${count}`);
  if (`${key} #${count}` === deadline) process.kill(process.pid, 'SIGKILL');
  return false;
}

function arriveInRequest(request, when, kind) {
  if (request.isHeld) return true;
  request.moments.push(`${kind}-${when}`);
  const number = request.moments.filter((moment) => moment.startsWith(kind)).length;
  if (kind !== request.kind || number !== request.number) return false;
  request.isHeld = true;
  say(`HELD ${request.name}`);
  return true;
}

const emitOfServer = http.Server.prototype.emit;
http.Server.prototype.emit = function (event, ...args) {
  const at = event === 'request' ? args[0].headers['x-stop-at'] : undefined;
  if (!at) return emitOfServer.call(this, event, ...args);
  const [name, kind, number] = at.split(' ');
  const request = { name, kind, number: Number(number), moments: [], isHeld: false };
  args[1].on('finish', () => say(`MOMENTS ${name} ${request.moments.join(' ')}`));
  return requests.run(request, () => emitOfServer.call(this, event, ...args));
};

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first] = args;
  const port = Number(Array.isArray(first) ? first[0]?.port : (first?.port ?? first));
  if (port === smtpPort) arrive('before', 'smtp', 'connect');
  const socket = connect.apply(this, args);
  // Only now: connecting takes a `write` of the socket's own away.
  if (port === databasePort) watchDatabase(this);
  else if (port === smtpPort) watchSmtp(this);
  return socket;
};

const SIMPLE_QUERY = 0x51;
const PARSE = 0x50;
const BIND = 0x42;
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);

/** Statements of PostgreSQL's protocol (version 3.0). The queue's own connections count as rings, and how a session is set up does not count. */
function watchDatabase(socket) {
  const named = new Map();
  const { write, emit } = socket;
  let isQueue = false;
  let statement = null;
  let isStill = false;
  socket.write = function (chunk, ...rest) {
    if (isStill) return true;
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    const [type] = bytes;
    if (type === 0) isQueue = bytes.includes('gatehouse queue');
    if (!isQueue && !statement && [SIMPLE_QUERY, PARSE, BIND].includes(type)) {
      const text = textOf(bytes, type, named);
      statement = text.includes('set_config(') ? null : { text, request: requests.getStore() };
      if (statement && arrive('before', 'statement', text)) isStill = true;
    }
    return isStill ? true : write.call(this, chunk, ...rest);
  };
  socket.emit = function (event, ...args) {
    if (isStill && event === 'data') return true;
    if (event === 'data' && statement && args[0].subarray(-6, -1).equals(READY)) {
      const { text, request } = statement;
      statement = null;
      if (requests.run(request, () => arrive('after', 'statement', text))) isStill = true;
    }
    return isStill && event === 'data' ? true : emit.call(this, event, ...args);
  };
}

function textOf(bytes, type, named) {
  const texts = bytes.subarray(5).toString().split('\0');
  if (type === SIMPLE_QUERY) return oneLine(texts[0]);
  if (type === BIND) return named.get(texts[1]) ?? 'unknown';
  named.set(texts[0], oneLine(texts[1]));
  return oneLine(texts[1]);
}

const oneLine = (text) => text.replaceAll(/\s+/g, ' ').trim().slice(0, 200);

/** Lines of SMTP; a mail counts as one step up to its final dot. */
function watchSmtp(socket) {
  const { write, emit } = socket;
  let step = 'connect';
  let isMail = false;
  let reply = '';
  socket.write = function (chunk, ...rest) {
    const text = String(chunk);
    if (!isMail) step = /^[A-Z]+( FROM| TO)?/.exec(text)?.[0] ?? 'mail';
    const begins = !isMail && step === 'mail';
    if (begins) isMail = true;
    if (!isMail || begins) arrive('before', 'smtp', step);
    return write.call(this, chunk, ...rest);
  };
  socket.emit = function (event, ...args) {
    if (event === 'data') reply += args[0];
    // A reply has several lines, or comes in parts; its last line has a space after the code (RFC 5321, 4.2.1).
    if (event === 'data' && /^\d{3} .*\r?\n$/m.test(reply)) {
      arrive('after', 'smtp', step);
      // "Start mail input", whichever commands came with DATA.
      isMail = /^354/m.test(reply);
      reply = '';
      if (isMail) {
        step = 'mail';
        arrive('before', 'smtp', step);
      }
    }
    return emit.call(this, event, ...args);
  };
}

const add = Queue.prototype.add;
Queue.prototype.add = async function (...args) {
  if (arrive('before', 'ring', 'ring')) return await new Promise(() => undefined);
  const rung = await add.apply(this, args);
  if (arrive('after', 'ring', 'ring')) return await new Promise(() => undefined);
  return rung;
};
