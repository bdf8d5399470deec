import { randomInt } from 'node:crypto';
import getPort, { portNumbers } from 'get-port';

const TRIED = 100;
/** Linux takes ports from 32768 up for outgoing connections, and could take one between the look and the listening. */
const FROM = 10_000;
const BELOW = 32_000;

/** The wanted port, or the next free one and a line that says so. */
export async function takePort(wanted: number, what: string): Promise<number> {
  const port = await getPort({ port: portNumbers(wanted, wanted + TRIED) });
  if (port !== wanted) console.info(`Port ${wanted} is taken: ${what} is on ${port}.`);
  return port;
}

/**
 * Any free port, or the wanted one if it is free. It stays free for the caller, also while nothing listens on it, such as between
 * two runs of one server.
 */
export async function freePort(wanted?: number): Promise<number> {
  const others = portNumbers(randomInt(FROM, BELOW), BELOW + TRIED);
  return await getPort({ port: wanted === undefined ? others : [wanted, ...others], reserve: true });
}
