import { useTranslations } from 'use-intl';
import { Page } from '../../components/page.tsx';
import { nameOf } from '../../language.ts';
import { returnTarget } from '../../return-target.ts';
import { chooseLanguage, LANGUAGE, LANGUAGES } from '../language.ts';
import { AdminLogInChoices } from '../log-in/log-in-choices.tsx';
import { Choice } from '../ui/choice.tsx';

const HOME = '/admin';

export function AdminLogIn() {
  const t = useTranslations('entrance');
  return (
    <Page title={t('logInTitle')} portal={null}>
      <AdminLogInChoices goOn={() => location.replace(returnTarget() ?? HOME)} returnTo={returnTarget()} />
      <Choice
        label={t('language')}
        value={LANGUAGE}
        choices={LANGUAGES.map((value) => ({ value, label: nameOf(value) }))}
        onChange={chooseLanguage}
      />
    </Page>
  );
}
