import { randomInt } from 'node:crypto';
import getPort, { portNumbers } from 'get-port';

const TRIED = 100;
/** Linux takes ports from 32768 up for outgoing connections, and could take one between the look and the listening. */
const FROM = 10_000;
const BELOW = 32_000;

/** Returns a note if it is another port than the wanted one. */
export async function takePort(wanted: number, what: string): Promise<number> {
  const port = await getPort({ port: portNumbers(wanted, wanted + TRIED) });
  if (port !== wanted) console.info(`Port ${wanted} is taken: ${what} is on ${port}.`);
  return port;
}

/** Below the range for outgoing connections, so the port stays free between two runs of a server. */
export async function freePort(wanted?: number): Promise<number> {
  const others = portNumbers(randomInt(FROM, BELOW), BELOW + TRIED);
  return await getPort({ port: wanted === undefined ? others : [wanted, ...others], reserve: true });
}
