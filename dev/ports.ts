import getPort, { portNumbers } from 'get-port';

const TRIED = 100;

/** The wanted port, or the next free one and a line that says so. */
export async function takePort(wanted: number, what: string): Promise<number> {
  const port = await getPort({ port: portNumbers(wanted, wanted + TRIED) });
  if (port !== wanted) console.info(`Port ${wanted} is taken: ${what} is on ${port}.`);
  return port;
}
