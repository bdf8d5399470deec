import type { App } from '../app.ts';
import { seal, unseal } from '../tokens/seal.ts';

/**
 * The address that a notice goes to, sealed for the payload of its job. A notice goes where the account was when the thing happened:
 * by the time it is sent, an intruder may have moved the account to another address.
 * @param whose the id in the payload of the person or the thing that the notice is about
 */
export const sealRecipient = ({ keys }: App, whose: string, address: string): string =>
  seal(keys, placeOf(whose), address).toString('base64');

/**
 * The address that `sealRecipient` sealed.
 * @param today the address of the account now, for a job from before notices kept an address
 * @throws Error if no key of this worker sealed it; the job is tried again, as another worker may have the key
 */
export function openRecipient({ keys }: App, whose: string, sealed: string, today?: string): string {
  if (!sealed && today) return today;
  const opened = unseal(keys, placeOf(whose), Buffer.from(sealed, 'base64'));
  if (!opened) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS sealed the address of this notice.');
  return opened.text;
}

const placeOf = (whose: string): string => `recipient of a notice about ${whose}`;
