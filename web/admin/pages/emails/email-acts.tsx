import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from '../../../components/form.tsx';
import { useAct } from '../../data/use-act.ts';
import { type MailKind, ResetEmailDocument, TestEmailDocument } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { useTell } from '../../ui/told.tsx';
import { draftOf, type Editing, type Template, textsOf } from './use-email-draft.ts';

export type Which = { portal: string; mail: MailKind; locale: string };

type EmailActsProps = { which: Which; template: Template; editing: Editing };

/** A test of what is typed, and the way back to the texts of Gatehouse. */
export function EmailActs({ which, template, editing: { draft, version, saved } }: EmailActsProps) {
  const t = useTranslations('emails');
  const act = useAct();
  const tell = useTell();
  const [isAsked, setAsked] = useState(false);
  return (
    <div className="email-acts">
      <Form
        submit={t('test')}
        send={async () => {
          const answer = await act(TestEmailDocument, { ...which, ...textsOf(draft) });
          if (answer.__typename !== 'SendTestMailSuccess') return answer;
          tell(t('tested', { to: answer.to }));
          return null;
        }}
      />
      {template.isChanged && (
        <Button kind="danger" onPress={() => setAsked(true)}>
          {t('reset')}
        </Button>
      )}
      {isAsked && (
        <ConfirmAct
          title={t('reset')}
          submit={t('reset')}
          close={() => setAsked(false)}
          send={async () => {
            const answer = await act(ResetEmailDocument, { ...which, version });
            if (answer.__typename !== 'ResetMailTemplateSuccess') return answer;
            saved(answer.template.version, draftOf(template.productTexts));
            tell(t('wasReset'));
            return null;
          }}
        >
          <p>{t('resets')}</p>
        </ConfirmAct>
      )}
    </div>
  );
}
