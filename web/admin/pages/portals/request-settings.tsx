import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { Field } from '../../../components/field.tsx';
import { TextArea } from '../../../components/text-area.tsx';
import { SelectOf } from '../../ui/select-of.tsx';
import { TickBox } from '../../ui/tick-box.tsx';
import { typedBox, typedLines, typedNumber } from '../../ui/typed.ts';
import type { PortalWithSettings } from './portal.tsx';
import { SettingsGroup } from './settings-group.tsx';

type Props = { portal: PortalWithSettings };

const BOT_CHECKS = ['OFF', 'ADAPTIVE', 'ALWAYS'] as const;

/** How people register, and how admins decide. */
export function RequestSettings({ portal: { slug, registrationOpen, botCheck, settings } }: Props) {
  const t = useTranslations('portals');
  const { showApplicants, remindAfter, undoWindow } = settings;
  return (
    <SettingsGroup
      title={t('registration')}
      about={t('registrationAbout')}
      slug={slug}
      before={{ registrationOpen, botCheck, showApplicants, remindAfter, undoWindow }}
      read={(typed) => ({
        registrationOpen: typedBox(typed, 'registrationOpen'),
        botCheck: BOT_CHECKS.find((policy) => policy === typed('botCheck')) ?? botCheck,
        showApplicants: typedBox(typed, 'showApplicants'),
        remindAfter: typedNumber(typed, 'remindAfter'),
        undoWindow: typedNumber(typed, 'undoWindow'),
      })}
    >
      <TickBox name="registrationOpen" label={t('open')} hint={t('openHint')} isTicked={registrationOpen} />
      <p>
        <Link href={`/admin/rules?${new URLSearchParams({ portal: slug })}`}>{t('toRules')}</Link>
      </p>
      <SelectOf
        name="botCheck"
        label={t('botCheck')}
        hint={t('botCheckHint')}
        value={botCheck}
        choices={BOT_CHECKS.map((value) => ({ value, label: t(`botChecks.${value}`) }))}
      />
      <Field
        name="undoWindow"
        label={t('undo')}
        hint={t('undoHint')}
        type="number"
        min={0}
        max={300}
        defaultValue={undoWindow}
      />
      <Field
        name="remindAfter"
        label={t('remind')}
        hint={t('remindHint')}
        type="number"
        min={1}
        max={720}
        defaultValue={remindAfter}
      />
      <TickBox name="showApplicants" label={t('showNames')} hint={t('showNamesHint')} isTicked={showApplicants} />
    </SettingsGroup>
  );
}

/** Passwords, second factors, sessions and the end of an account. */
export function SecuritySettings({ portal: { slug, secondFactor, deletionGraceDays, passwordPolicy, settings } }: Props) {
  const t = useTranslations('portals');
  const { minLength: passwordMinLength, contextWords: passwordContextWords } = passwordPolicy;
  const { sessionLimit } = settings;
  return (
    <SettingsGroup
      title={t('logIn')}
      about={t('logInAbout')}
      slug={slug}
      before={{ passwordMinLength, passwordContextWords, secondFactor, sessionLimit, deletionGraceDays }}
      read={(typed) => ({
        passwordMinLength: typedNumber(typed, 'passwordMinLength'),
        passwordContextWords: typedLines(typed, 'passwordContextWords'),
        secondFactor: typedBox(typed, 'secondFactor') ? 'OPTIONAL' : 'OFF',
        sessionLimit: typedNumber(typed, 'sessionLimit'),
        deletionGraceDays: typedNumber(typed, 'deletionGraceDays'),
      })}
    >
      <Field
        name="passwordMinLength"
        label={t('minLength')}
        hint={t('minLengthHint')}
        type="number"
        min={8}
        max={64}
        defaultValue={passwordMinLength}
      />
      <TextArea
        name="passwordContextWords"
        label={t('words')}
        hint={t('wordsHint')}
        rows={3}
        defaultValue={passwordContextWords.join('\n')}
      />
      <TickBox
        name="secondFactor"
        label={t('secondFactor')}
        hint={t('secondFactorHint')}
        isTicked={secondFactor === 'OPTIONAL'}
      />
      <Field
        name="sessionLimit"
        label={t('sessions')}
        hint={t('sessionsHint')}
        type="number"
        min={1}
        max={50}
        defaultValue={sessionLimit}
      />
      <Field
        name="deletionGraceDays"
        label={t('graceDays')}
        hint={t('graceDaysHint')}
        type="number"
        min={0}
        max={30}
        defaultValue={deletionGraceDays}
      />
    </SettingsGroup>
  );
}

/** What only a portal with pages of its own needs. */
export function ProgramSettings({ portal: { slug, settings } }: Props) {
  const t = useTranslations('portals');
  const { origins, ssoCallbacks } = settings;
  return (
    <SettingsGroup
      title={t('programs')}
      about={t('programsAbout')}
      slug={slug}
      before={{ origins, ssoCallbacks }}
      read={(typed) => ({ origins: typedLines(typed, 'origins'), ssoCallbacks: typedLines(typed, 'ssoCallbacks') })}
    >
      <TextArea name="origins" label={t('origins')} hint={t('originsHint')} rows={3} defaultValue={origins.join('\n')} />
      <TextArea
        name="ssoCallbacks"
        label={t('callbacks')}
        hint={t('callbacksHint')}
        rows={3}
        defaultValue={ssoCallbacks.join('\n')}
      />
    </SettingsGroup>
  );
}
