import { useTranslations } from 'use-intl';
import { ask, Unanswered } from '../../api.ts';
import type { AskedPasskey } from '../../components/second-factor-field.tsx';
import { AdminStartConfirmDocument } from '../generated/operations.ts';

/** Returns a function that begins a proof of the admin who is logged in. */
export function useAskAdminPasskey(): () => Promise<AskedPasskey> {
  const t = useTranslations('entrance');
  return async () => {
    const { adminStartConfirm: answer } = await ask(AdminStartConfirmDocument, {});
    if (answer?.__typename !== 'AdminStartConfirmSuccess') throw new Unanswered(t('notHereAnyMore'));
    return answer;
  };
}
