import type { App } from '../app.ts';
import { seal, unseal } from '../tokens/seal.ts';

/**
 * Seals the address for the payload of a notice. A notice goes to the address of the moment when it became necessary: before it is
 * sent, an intruder may move the account to another address.
 */
export const sealRecipient = ({ keys }: App, whose: string, address: string): string =>
  seal(keys, placeOf(whose), address).toString('base64');

/** @param today the address of the account now, for a job from before notices kept an address */
export function openRecipient({ keys }: App, whose: string, sealed: string, today?: string): string {
  if (!sealed && today) return today;
  const opened = unseal(keys, placeOf(whose), Buffer.from(sealed, 'base64'));
  if (!opened) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS sealed the address of this notice.');
  return opened.text;
}

const placeOf = (whose: string): string => `recipient of a notice about ${whose}`;
