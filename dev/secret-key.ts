import { randomBytes } from 'node:crypto';
import { keep } from './keep.ts';

const BYTES = 32;

/** Made at the first start. */
export const keepSecretKey = (): Promise<string> => keep('secret-key', () => randomBytes(BYTES).toString('base64'));
