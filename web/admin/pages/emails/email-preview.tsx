import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { PreviewEmailDocument } from '../../generated/operations.ts';
import { Choice } from '../../ui/choice.tsx';
import { inText } from '../../ui/in-text.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import type { Which } from './email-acts.tsx';
import { EmailFrame, type Scheme } from './email-frame.tsx';
import { type EmailDraft, textsOf } from './use-email-draft.ts';

const PARTS = ['html', 'text'] as const;
const SCHEMES = ['light', 'dark'] as const satisfies Scheme[];

/** The email as it would arrive with what is typed. */
export function EmailPreview({ which, draft }: { which: Which; draft: EmailDraft }) {
  const t = useTranslations('emails');
  const id = useId();
  const [part, setPart] = useState<(typeof PARTS)[number]>('html');
  const [scheme, setScheme] = useState<Scheme>('light');
  const settled = useSettled(draft);
  const found = useFound(PreviewEmailDocument, { ...which, ...textsOf(settled) }, { keepsOld: true });
  const isRefused = found.failure && 'code' in found.failure && found.failure.code === 'INVALID_INPUT';
  return (
    <section className="card form-picture" aria-labelledby={id}>
      <h3 id={id}>{t('preview')}</h3>
      <Choice
        label={t('part')}
        value={part}
        choices={PARTS.map((value) => ({ value, label: t(`parts.${value}`) }))}
        onChange={setPart}
      />
      <Choice
        label={t('scheme')}
        value={scheme}
        choices={SCHEMES.map((value) => ({ value, label: t(`schemes.${value}`) }))}
        onChange={setScheme}
      />
      {isRefused && (
        <p role="status" className="refusal">
          {t('previewRefused')}
        </p>
      )}
      <WhenFound found={isRefused ? { ...found, failure: null } : found}>
        {({ previewMail }) =>
          previewMail && (
            <>
              <p className="email-subject">{t.rich('subjectIs', { ...inText, subject: previewMail.subject })}</p>
              {part === 'html' ? (
                <EmailFrame html={previewMail.html} scheme={scheme} title={t('frame')} />
              ) : (
                <pre className="email-text">{previewMail.text}</pre>
              )}
            </>
          )
        }
      </WhenFound>
    </section>
  );
}
