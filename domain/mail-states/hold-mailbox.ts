import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';

/** Lets one worker look into the mailbox of reports. @returns whether it is this one, for so long */
export async function holdMailbox({ prisma }: App, forMs: number): Promise<boolean> {
  const held = await prisma.$executeRaw`
    UPDATE installation SET mailbox_held_until = ${fromNow(forMs)} WHERE mailbox_held_until IS NULL OR mailbox_held_until < now()`;
  return held > 0;
}
