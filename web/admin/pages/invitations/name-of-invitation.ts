import { useTranslations } from 'use-intl';
import type { FindInvitationsQuery } from '../../generated/operations.ts';

export type Invitation = NonNullable<FindInvitationsQuery['invitations']>['edges'][number]['node'];

/** Named by its person or its label. */
export function useNameOf(): (invitation: Invitation) => string {
  const t = useTranslations('invitations');
  return ({ kind, email, label }) => {
    if (kind === 'NAMED') return email ?? '';
    return label ? t('link', { label }) : t('linkWithoutName');
  };
}
