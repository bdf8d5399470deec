import { ask, Unanswered } from '../../api.ts';
import type { AskedPasskey } from '../../components/second-factor-field.tsx';
import { AdminStartConfirmDocument } from '../generated/operations.ts';

/** Begins a proof of the admin who is logged in. */
export async function askAdminPasskey(): Promise<AskedPasskey> {
  const { adminStartConfirm: answer } = await ask(AdminStartConfirmDocument, {});
  if (answer?.__typename !== 'AdminStartConfirmSuccess') throw new Unanswered('loggedOut');
  return answer;
}
