import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Refusal } from '../../../components/form.tsx';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useAct } from '../../data/use-act.ts';
import { UpdatePortalDocument } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { AskByName } from '../../ui/ask-by-name.tsx';
import { Button } from '../../ui/button.tsx';
import { useTell } from '../../ui/told.tsx';
import type { PortalWithSettings } from './portal.tsx';
import { SettingsCard } from './settings-group.tsx';

/** Without passwords, people log in with their company alone. */
export function PasswordLogin({ portal: { slug, passwordLogin } }: { portal: PortalWithSettings }) {
  const t = useTranslations('portals');
  const act = useAct();
  const tell = useTell();
  const inWords = useRefusalInWords();
  const { isOwner } = useRights(slug);
  const [isAsked, setAsked] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function turn(isOn: boolean): Promise<Refusal | null> {
    const answer = await act(UpdatePortalDocument, { portal: slug, passwordLogin: isOn });
    if (answer.__typename !== 'UpdatePortalSuccess') return answer;
    tell(t(isOn ? 'passwordsNowOn' : 'passwordsNowOff'));
    return null;
  }

  return (
    <SettingsCard title={t('passwords')} about={t('passwordsAbout')}>
      <p>{t(passwordLogin ? 'passwordsOn' : 'passwordsOff')}</p>
      {refusal && (
        <p role="alert" className="refusal">
          {inWords(refusal)}
        </p>
      )}
      {isOwner && (
        <Button
          kind={passwordLogin ? 'danger' : 'second'}
          onPress={() => (passwordLogin ? setAsked(true) : void turn(true).then(setRefusal))}
        >
          {t(passwordLogin ? 'turnOff' : 'turnOn')}
        </Button>
      )}
      {isAsked && (
        <AskByName
          title={t('turnOff')}
          name={slug}
          submit={t('turnOffNow')}
          close={() => setAsked(false)}
          send={() => turn(false)}
        >
          <p>{t('turnOffAbout')}</p>
        </AskByName>
      )}
    </SettingsCard>
  );
}
