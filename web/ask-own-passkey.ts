import { act, ask, Unanswered } from './api.ts';
import type { AskedPasskey } from './components/second-factor-field.tsx';
import { AdminStartConfirmDocument, StartConfirmDocument } from './generated/operations.ts';

const LOGGED_OUT = 'You are not logged in any more. Load the page again.';

/** For a proof of the admin who is logged in. */
export async function askAdminPasskey(): Promise<AskedPasskey> {
  const { adminStartConfirm: answer } = await ask(AdminStartConfirmDocument, {});
  if (answer?.__typename !== 'AdminStartConfirmSuccess') throw new Unanswered(LOGGED_OUT);
  return answer;
}

/** For a proof of the developer who is logged in at the portal. */
export async function askOwnPasskey(portal: string): Promise<AskedPasskey> {
  const answer = await act(StartConfirmDocument, { portal });
  if (answer.__typename !== 'StartConfirmSuccess') throw new Unanswered(LOGGED_OUT);
  return answer;
}
