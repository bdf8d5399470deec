import { act, Unanswered } from './api.ts';
import type { AskedPasskey } from './components/second-factor-field.tsx';
import { StartConfirmDocument } from './generated/operations.ts';

/** For a proof of the developer who is logged in at the portal. */
export async function askOwnPasskey(portal: string): Promise<AskedPasskey> {
  const answer = await act(StartConfirmDocument, { portal });
  if (answer.__typename !== 'StartConfirmSuccess') throw new Unanswered('loggedOut');
  return answer;
}
