import { Agent, fetch } from 'undici';
import { lookUpPublic } from './look-up.ts';

export type { Response as Answer } from 'undici';

export type HttpClient = ReturnType<typeof openHttpClient>;

/** `open` reaches any address, and `guarded` only public ones. */
export const openHttpClient = () => ({ fetch, open: new Agent(), guarded: new Agent({ connect: { lookup: lookUpPublic } }) });
