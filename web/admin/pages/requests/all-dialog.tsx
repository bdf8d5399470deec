import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import type { Refusal } from '../../../components/form.tsx';
import { useAct } from '../../data/use-act.ts';
import {
  ApproveAllRequestsDocument,
  type FindRequestsQueryVariables,
  RejectAllRequestsDocument,
} from '../../generated/operations.ts';
import { AskByName } from '../../ui/ask-by-name.tsx';
import type { OpenDialog } from './dialogs.tsx';
import { RejectDialog, type Words } from './reject-dialog.tsx';

type AllDialogProps = {
  dialog: Extract<OpenDialog, { count: number }>;
  variables: FindRequestsQueryVariables;
  watch: (bulkDecision: string) => void;
  askSoon: () => void;
  close: () => void;
};

/** Asks for the number of requests, and decides about all that match. */
export function AllDialog({ dialog: { for: kind, count }, variables, watch, askSoon, close }: AllDialogProps) {
  const t = useTranslations('requests');
  const act = useAct();
  const portal = variables.portal ?? '';
  const title = t(kind === 'APPROVE_ALL' ? 'approveAll' : 'rejectAll', { count });

  async function decide(words: Partial<Words> = {}): Promise<Refusal | null> {
    const input = { portal, filter: variables.filter ?? null, expectedCount: count, ...words };
    const answer =
      kind === 'APPROVE_ALL' ? await act(ApproveAllRequestsDocument, input) : await act(RejectAllRequestsDocument, input);
    if (!('bulkDecision' in answer)) {
      askSoon();
      return answer;
    }
    watch(answer.bulkDecision.id);
    close();
    return null;
  }

  if (kind === 'APPROVE_ALL') {
    return (
      <AskByName title={title} name={String(count)} submit={title} send={() => decide()} close={close}>
        <p>{t('approvesAll', { count })}</p>
      </AskByName>
    );
  }
  return (
    <RejectDialog
      title={title}
      submit={title}
      portal={portal}
      close={close}
      send={async (words, typed) => {
        const isNamed = typed('count').trim() === String(count);
        if (!isNamed) return { message: '', issues: [{ path: ['count'], message: t('notThatCount', { count }) }] };
        return await decide(words);
      }}
    >
      <Field name="count" label={t('typeCount', { count })} autoComplete="off" inputMode="numeric" />
    </RejectDialog>
  );
}
