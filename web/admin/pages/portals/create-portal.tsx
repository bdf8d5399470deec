import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLocation } from 'wouter';
import { Field } from '../../../components/field.tsx';
import { Form } from '../../../components/form.tsx';
import { useAct } from '../../data/use-act.ts';
import { CreatePortalDocument } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { useTell } from '../../ui/told.tsx';

/** A button that asks for what a new portal needs, and leads to it. */
export function CreatePortal() {
  const t = useTranslations('portals');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t('create')}</Button>
      {isOpen && (
        <ModalDialog title={t('create')} close={() => setOpen(false)}>
          <CreateForm />
        </ModalDialog>
      )}
    </>
  );
}

function CreateForm() {
  const t = useTranslations('portals');
  const act = useAct();
  const tell = useTell();
  const [, goTo] = useLocation();
  return (
    <Form
      submit={t('createNow')}
      send={async (typed) => {
        const answer = await act(CreatePortalDocument, {
          name: typed('name'),
          slug: typed('slug').trim(),
          contactEmail: typed('contactEmail'),
          catalogUrl: typed('catalogUrl').trim() || null,
        });
        if (answer.__typename !== 'CreatePortalSuccess') return answer;
        tell(t('created', { portal: answer.portal.name }));
        goTo(`/admin/portals/${answer.portal.slug}`);
        return null;
      }}
    >
      <Field name="name" label={t('name')} hint={t('nameHint')} autoComplete="off" autoFocus />
      <Field name="slug" label={t('slug')} hint={t('slugHint')} autoComplete="off" autoCapitalize="none" />
      <Field name="contactEmail" label={t('contactEmail')} hint={t('contactEmailHint')} type="email" />
      <Field name="catalogUrl" label={t('catalogUrl')} hint={t('catalogUrlNewHint')} type="url" required={false} />
    </Form>
  );
}
