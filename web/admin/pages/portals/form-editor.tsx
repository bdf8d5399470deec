import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Form, type Refusal } from '../../../components/form.tsx';
import { useAct } from '../../data/use-act.ts';
import { SetSignUpFieldsDocument } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { useTell } from '../../ui/told.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { type Draft, draftOf, inputOf, moved, newDraft, type SavedField } from './drafts.ts';
import { FieldEditor } from './field-editor.tsx';
import { FormPicture } from './form-picture.tsx';

const MOST_FIELDS = 20;

/** What the API says about one choice belongs to the field with all choices. */
const besideTheirField = (refusal: Refusal): Refusal => ({
  ...refusal,
  issues: refusal.issues?.map((issue) => ({ ...issue, path: issue.path.slice(0, 3) })) ?? [],
});

/** All fields are saved together. The form beside them changes with each key. */
export function FormEditor({ slug, saved }: { slug: string; saved: SavedField[] }) {
  const t = useTranslations('signUpForm');
  const act = useAct();
  const tell = useTell();
  const [drafts, setDrafts] = useState(() => saved.map(draftOf));
  const { place, focusProps } = useKeptFocus(drafts);
  const change = (id: string, part: Partial<Draft>) =>
    setDrafts((before) => before.map((draft) => (draft.id === id ? { ...draft, ...part } : draft)));
  return (
    <div className="form-and-picture">
      <div ref={place} tabIndex={-1} {...focusProps}>
        <div className="title">
          <h2>{t('fields')}</h2>
          {drafts.length < MOST_FIELDS && (
            <Button kind="second" onPress={() => setDrafts((before) => [...before, newDraft()])}>
              {t('add')}
            </Button>
          )}
        </div>
        {drafts.length === 0 && <p className="none">{t('none')}</p>}
        <Form
          submit={t('save')}
          send={async () => {
            const answer = await act(SetSignUpFieldsDocument, { portal: slug, fields: drafts.map(inputOf) });
            if (answer.__typename !== 'SetSignUpFieldsSuccess') return besideTheirField(answer);
            setDrafts((before) => before.map((draft) => ({ ...draft, isNew: false })));
            tell(t('saved'));
            return null;
          }}
        >
          {drafts.map((draft, index) => (
            <FieldEditor
              key={draft.id}
              path={`fields.${index}`}
              draft={draft}
              isFirst={index === 0}
              isLast={index === drafts.length - 1}
              change={(part) => change(draft.id, part)}
              move={(by) => setDrafts((before) => moved(before, draft.id, by))}
              remove={() => setDrafts((before) => before.filter(({ id }) => id !== draft.id))}
            />
          ))}
        </Form>
      </div>
      <FormPicture fields={drafts} />
    </div>
  );
}
