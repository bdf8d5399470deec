import type { App } from '../app.ts';
import { seal, unseal } from '../tokens/seal.ts';

/** The notice keeps the current email address, because an intruder may change it before the mail is sent. */
export const sealRecipient = ({ keys }: Pick<App, 'keys'>, whose: string, address: string): string =>
  seal(keys, placeOf(whose), address).toString('base64');

/** `today` is the current email address. Jobs from older versions need it. */
export function openRecipient({ keys }: App, whose: string, sealed: string, today?: string): string {
  if (!sealed && today) return today;
  const opened = unseal(keys, placeOf(whose), Buffer.from(sealed, 'base64'));
  if (!opened) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS sealed the address of this notice.');
  return opened.text;
}

const placeOf = (whose: string): string => `recipient of a notice about ${whose}`;
