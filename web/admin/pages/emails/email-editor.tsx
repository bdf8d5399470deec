import { useTranslations } from 'use-intl';
import { Form } from '../../../components/form.tsx';
import { useAct } from '../../data/use-act.ts';
import { SaveEmailDocument } from '../../generated/operations.ts';
import { useTell } from '../../ui/told.tsx';
import { EmailActs } from './email-acts.tsx';
import { EmailFields } from './email-fields.tsx';
import { EmailPreview } from './email-preview.tsx';
import { EmailStale } from './email-stale.tsx';
import { EmailVersions } from './email-versions.tsx';
import { type Settings, type Template, textsOf, useEmailDraft } from './use-email-draft.ts';

type EmailEditorProps = { slug: string; template: Template; versions: Settings['mailTemplateVersions'] };

/** The texts of one email, with the email beside them as it would arrive. */
export function EmailEditor({ slug, template, versions }: EmailEditorProps) {
  const t = useTranslations('emails');
  const act = useAct();
  const tell = useTell();
  const editing = useEmailDraft(template);
  const { draft, version, isStale, saved } = editing;
  const which = { portal: slug, mail: template.mail, locale: template.locale };
  return (
    <div className="form-and-picture">
      <div>
        <div className="card">
          {isStale && <EmailStale editing={editing} template={template} />}
          <Form
            submit={t('save')}
            send={async () => {
              const answer = await act(SaveEmailDocument, { ...which, version, ...textsOf(draft) });
              if (answer.__typename !== 'SetMailTemplateSuccess') return answer;
              saved(answer.template.version);
              tell(t('saved'));
              return null;
            }}
          >
            <EmailFields template={template} draft={draft} change={editing.change} />
          </Form>
          <EmailActs which={which} template={template} editing={editing} />
        </div>
        <EmailVersions versions={versions} begin={editing.begin} />
      </div>
      <EmailPreview which={which} draft={draft} />
    </div>
  );
}
