import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { firstRefusalIn } from '../../data/refusals.ts';
import { useAct } from '../../data/use-act.ts';
import { ResendInvitationsDocument, RevokeInvitationsDocument } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { useTell } from '../../ui/told.tsx';
import { type Invitation, useNameOf } from './name-of-invitation.ts';

/** Sending again works for one person, until the invitation is used or revoked. */
export function InvitationActs({ invitation }: { invitation: Invitation }) {
  const t = useTranslations('invitations');
  const { mayDecide } = useRights(invitation.portal.slug);
  const [isAsked, ask] = useState(false);
  const act = useAct();
  const tell = useTell();
  const inWords = useRefusalInWords();
  const { id, kind, state } = invitation;
  const name = useNameOf()(invitation);
  if (!mayDecide || state === 'USED' || state === 'REVOKED') return null;
  return (
    <div className="row-acts">
      {kind === 'NAMED' && (
        <Button
          kind="second"
          aria-label={t('resendNamed', { name })}
          onPress={async () => {
            const refusal = firstRefusalIn(await act(ResendInvitationsDocument, { ids: [id] }));
            tell(refusal ? inWords(refusal) : t('resent'));
          }}
        >
          {t('resend')}
        </Button>
      )}
      {state === 'OPEN' && (
        <Button kind="danger" aria-label={t('revokeNamed', { name })} onPress={() => ask(true)}>
          {t('revoke')}
        </Button>
      )}
      {isAsked && (
        <ConfirmAct
          title={t('revokeNamed', { name })}
          submit={t('revoke')}
          close={() => ask(false)}
          send={async () => {
            const refusal = firstRefusalIn(await act(RevokeInvitationsDocument, { ids: [id] }));
            if (!refusal) tell(t('revoked'));
            return refusal;
          }}
        >
          <p>{t('revokes')}</p>
        </ConfirmAct>
      )}
    </div>
  );
}
