import { useTranslations } from 'use-intl';
import type { Refusal, Typed } from '../../../components/form.tsx';
import { useAct } from '../../data/use-act.ts';
import { type ConnectionFragment, CreateConnectionDocument, UpdateConnectionDocument } from '../../generated/operations.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { useTell } from '../../ui/told.tsx';
import { besideFields, typedWords } from '../../ui/typed.ts';
import { APPROVALS, ConnectionFields } from './connection-fields.tsx';

type ConnectionDialogProps = {
  portal: string | null;
  /** Null for a new one. */
  before: ConnectionFragment | null;
  close: () => void;
};

/** A new connection, or other settings of one. */
export function ConnectionDialog({ portal, before, close }: ConnectionDialogProps) {
  const t = useTranslations('sso');
  const act = useAct();
  const tell = useTell();

  async function send(typed: Typed): Promise<Refusal | null> {
    const settings = typedConnection(typed, portal !== null);
    const answer = before
      ? await act(UpdateConnectionDocument, { id: before.id, ...settings })
      : await act(CreateConnectionDocument, { portal, ...settings });
    if ('message' in answer) return besideFields(answer);
    tell(t('saved', { label: settings.label }));
    return null;
  }

  return (
    <ConfirmAct
      title={before ? t('editNamed', { label: before.label }) : t('add')}
      submit={t('save')}
      close={close}
      send={send}
    >
      <ConnectionFields before={before} hasApproval={portal !== null} />
    </ConfirmAct>
  );
}

function typedConnection(typed: Typed, hasApproval: boolean) {
  const secret = typed('clientSecret');
  return {
    label: typed('label').trim(),
    issuer: typed('issuer').trim(),
    clientId: typed('clientId').trim(),
    ...(secret && { clientSecret: secret }),
    ...(hasApproval && { approval: APPROVALS.find((one) => one === typed('approval')) ?? 'TRUST' }),
    scopes: typedWords(typed, 'scopes'),
    emailDomains: typedWords(typed, 'emailDomains'),
    verifiedDomains: typedWords(typed, 'verifiedDomains'),
    claims: { name: typed('claims.name'), email: typed('claims.email'), groups: typed('claims.groups') },
  };
}
