import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import { Form } from '../../../components/form.tsx';
import { useFound, WhenFound } from '../../data/found.tsx';
import { useAct } from '../../data/use-act.ts';
import { useChanges } from '../../data/use-changes.ts';
import {
  FindInstallationDocument,
  type FindInstallationQuery,
  UpdateInstallationDocument,
} from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { DeskPage } from '../../ui/desk-page.tsx';
import { TickBox } from '../../ui/tick-box.tsx';
import { useTell } from '../../ui/told.tsx';
import { typedBox } from '../../ui/typed.ts';
import { AdminConnections } from '../sso/admin-connections.tsx';

type Settings = NonNullable<FindInstallationQuery['installation']>;

/** Settings that all portals and admins share. */
export function InstallationPage() {
  const t = useTranslations('installation');
  const { isOwner } = useRights(null);
  const found = useFound(FindInstallationDocument, {});
  return (
    <DeskPage title={t('title')}>
      <p>{t('about')}</p>
      <WhenFound found={found}>
        {({ installation }) =>
          installation && (
            <div className="card">{isOwner ? <Change settings={installation} /> : <Read settings={installation} />}</div>
          )
        }
      </WhenFound>
      {isOwner && <AdminConnections />}
    </DeskPage>
  );
}

function Change({ settings }: { settings: Settings }) {
  const t = useTranslations('installation');
  const { changesIn, saved } = useChanges(settings);
  const act = useAct();
  const tell = useTell();
  return (
    <Form
      submit={t('save')}
      send={async (typed) => {
        const after = {
          requireSecondFactor: typedBox(typed, 'requireSecondFactor'),
          adminSessionLimit: Number(typed('adminSessionLimit')),
        };
        const answer = await act(UpdateInstallationDocument, changesIn(after));
        if (answer.__typename !== 'UpdateInstallationSuccess') return answer;
        saved(after);
        tell(t('saved'));
        return null;
      }}
    >
      <TickBox
        name="requireSecondFactor"
        label={t('requireSecondFactor')}
        hint={t('requireHint')}
        isTicked={settings.requireSecondFactor}
      />
      <Field
        name="adminSessionLimit"
        label={t('sessionLimit')}
        hint={t('sessionLimitHint')}
        type="number"
        min={1}
        max={50}
        defaultValue={settings.adminSessionLimit}
      />
    </Form>
  );
}

function Read({ settings }: { settings: Settings }) {
  const t = useTranslations('installation');
  return (
    <>
      <dl>
        <dt>{t('requireSecondFactor')}</dt>
        <dd>{t(settings.requireSecondFactor ? 'yes' : 'no')}</dd>
        <dt>{t('sessionLimit')}</dt>
        <dd>{settings.adminSessionLimit}</dd>
      </dl>
      <p>{t('onlyOwners')}</p>
    </>
  );
}
