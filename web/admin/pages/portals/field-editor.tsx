import { useTranslations } from 'use-intl';
import { Field } from '../../../components/field.tsx';
import { Labelled } from '../../../components/labelled.tsx';
import { TextArea } from '../../../components/text-area.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectOf } from '../../ui/select-of.tsx';
import type { Draft } from './drafts.ts';

type FieldEditorProps = {
  /** Where the field is in the input, such as `fields.0`. */
  path: string;
  draft: Draft;
  isFirst: boolean;
  isLast: boolean;
  change: (part: Partial<Draft>) => void;
  move: (by: -1 | 1) => void;
  remove: () => void;
};

/** One field of the form. Its key cannot change once people have answered. */
export function FieldEditor({ path, draft, isFirst, isLast, change, move, remove }: FieldEditorProps) {
  const t = useTranslations('signUpForm');
  const name = draft.label || t('unnamed');
  return (
    <fieldset className="card field-editor">
      <legend>{name}</legend>
      <div className="field-acts">
        <Button kind="second" isDisabled={isFirst} aria-label={t('upNamed', { name })} onPress={() => move(-1)}>
          {t('up')}
        </Button>
        <Button kind="second" isDisabled={isLast} aria-label={t('downNamed', { name })} onPress={() => move(1)}>
          {t('down')}
        </Button>
        <Button kind="danger" aria-label={t('removeNamed', { name })} onPress={remove}>
          {t('remove')}
        </Button>
      </div>
      <Field
        name={`${path}.label`}
        label={t('label')}
        value={draft.label}
        onChange={({ target }) => change({ label: target.value })}
      />
      <Field
        name={`${path}.key`}
        label={t('key')}
        hint={t('keyHint')}
        value={draft.key}
        readOnly={!draft.isNew}
        autoCapitalize="none"
        onChange={({ target }) => change({ key: target.value })}
      />
      <SelectOf
        name={`${path}.kind`}
        label={t('kind')}
        value={draft.kind}
        choices={[
          { value: 'TEXT', label: t('text') },
          { value: 'CHOICE', label: t('choice') },
          { value: 'BOOLEAN', label: t('box') },
          { value: 'URL', label: t('url') },
        ]}
        choose={(kind) => change({ kind })}
      />
      {draft.kind === 'CHOICE' && (
        <TextArea
          name={`${path}.choices`}
          label={t('choices')}
          hint={t('choicesHint')}
          rows={4}
          value={draft.choices.join('\n')}
          onChange={({ target }) => change({ choices: target.value.split('\n') })}
        />
      )}
      <Field
        name={`${path}.help`}
        label={t('help')}
        required={false}
        value={draft.help ?? ''}
        onChange={({ target }) => change({ help: target.value })}
      />
      <SelectOf
        name={`${path}.editableBy`}
        label={t('editableBy')}
        value={draft.editableBy}
        choices={[
          { value: 'PERSON', label: t('byPerson') },
          { value: 'NOBODY', label: t('once') },
          { value: 'ADMINS', label: t('byAdmins') },
        ]}
        choose={(editableBy) => change({ editableBy, ...(editableBy !== 'ADMINS' && { visibleTo: 'PERSON_AND_ADMINS' }) })}
      />
      {draft.editableBy !== 'ADMINS' && (
        <Labelled
          name={`${path}.required`}
          label={t('required')}
          isBox
          control={(described) => (
            <input
              type="checkbox"
              checked={draft.required}
              onChange={({ target }) => change({ required: target.checked })}
              {...described}
            />
          )}
        />
      )}
      {draft.editableBy === 'ADMINS' && (
        <SelectOf
          name={`${path}.visibleTo`}
          label={t('visibleTo')}
          value={draft.visibleTo}
          choices={[
            { value: 'PERSON_AND_ADMINS', label: t('toPerson') },
            { value: 'ADMINS', label: t('toAdmins') },
          ]}
          choose={(visibleTo) => change({ visibleTo })}
        />
      )}
    </fieldset>
  );
}
