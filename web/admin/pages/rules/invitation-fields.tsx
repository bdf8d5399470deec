import { useTranslations } from 'use-intl';
import type { DraftConditions, Names } from './draft.ts';
import { Ticks } from './ticks.tsx';
import { YesNo } from './yes-no.tsx';

type InvitationFieldsProps = {
  invitation: NonNullable<DraftConditions['invitation']>;
  names: Names;
  change: (part: Partial<DraftConditions>) => void;
};

/** Any invitation, or some of the invitation links. */
export function InvitationFields({ invitation, names: { links }, change }: InvitationFieldsProps) {
  const t = useTranslations('rules');
  return (
    <>
      <YesNo
        label={t('invitation')}
        yes={t('anyInvitation')}
        no={t('theseLinks')}
        is={invitation.any}
        change={(any) => change({ invitation: { any, ids: [] } })}
      />
      {!invitation.any && links.length + invitation.ids.length === 0 && <p className="hint">{t('noLinks')}</p>}
      {!invitation.any && (
        <Ticks
          name="when.invitation"
          label={t('links')}
          choices={links}
          chosen={invitation.ids}
          change={(ids) => change({ invitation: { any: false, ids } })}
        />
      )}
    </>
  );
}
