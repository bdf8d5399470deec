import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  streamDecode,
  streamEncode,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import { afterAll } from 'vitest';

/** How the server behaves for a name, in place of an answer. */
type Trouble = 'SILENT' | 'SERVFAIL' | 'REFUSED';

export type NameServer = {
  /** As DNS_SERVERS takes it. */
  address: string;
  /** Sets the TXT records of a name, each with its strings. None for no record. */
  set: (name: string, ...records: string[][]) => void;
  /** For all names if none is given. Null for an end of it. */
  trouble: (kind: Trouble | null, name?: string) => void;
  /** The names that were asked for. */
  asked: string[];
};

const LARGEST_DATAGRAM = 1_232;
const RCODES = { SERVFAIL: 2, REFUSED: 5, NXDOMAIN: 3 };
const ALL = '*';

/** Starts a name server on this machine, over UDP and TCP, until the test file ends. */
export async function startNameServer(): Promise<NameServer> {
  const zone = new Map<string, string[][]>();
  const troubles = new Map<string, Trouble>();
  const asked: string[] = [];

  function answerTo({ id, questions = [] }: Packet): Packet | null {
    const name = questions[0]?.name.toLowerCase() ?? '';
    asked.push(name);
    const trouble = troubles.get(name) ?? troubles.get(ALL);
    if (trouble === 'SILENT') return null;
    const answers = (zone.get(name) ?? []).map((data): Answer => ({ type: 'TXT', name, ttl: 1, data }));
    const rcode = trouble ? RCODES[trouble] : zone.has(name) ? 0 : RCODES.NXDOMAIN;
    return { type: 'response', id: id ?? 0, flags: AUTHORITATIVE_ANSWER | rcode, questions, answers: trouble ? [] : answers };
  }

  const udp = createSocket('udp4');
  udp.on('message', (message, { port, address }) => {
    const answer = answerTo(decode(message));
    if (!answer) return;
    const whole = encode(answer);
    const sent =
      whole.length <= LARGEST_DATAGRAM
        ? whole
        : encode({ ...answer, answers: [], flags: (answer.flags ?? 0) | TRUNCATED_RESPONSE });
    udp.send(sent, port, address);
  });
  await once(udp.bind(0, '127.0.0.1'), 'listening');
  const { port } = udp.address();
  const tcp = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (message) => {
      const answer = answerTo(streamDecode(message));
      if (answer) socket.end(streamEncode(answer));
    });
  });
  await once(tcp.listen(port, '127.0.0.1'), 'listening');
  afterAll(() => {
    udp.close();
    tcp.close();
  });
  return {
    address: `127.0.0.1:${port}`,
    set: (name, ...records) => void (records.length > 0 ? zone.set(name, records) : zone.delete(name)),
    trouble: (kind, name = ALL) => void (kind ? troubles.set(name, kind) : troubles.delete(name)),
    asked,
  };
}
