import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Labelled } from '../../../components/labelled.tsx';
import { picturePath } from '../../../picture-path.ts';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useSentence } from '../../../use-sentence.ts';
import { useAct } from '../../data/use-act.ts';
import { type PictureKind, UploadPictureDocument } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { base64Of } from './base64-of.ts';
import type { BrandDraft, ChangeBrand } from './draft.ts';

const LARGEST_FILE = 512 * 1024;

type PictureFieldProps = {
  slug: string;
  kind: PictureKind;
  field: 'logoUrl' | 'darkLogoUrl' | 'iconUrl';
  draft: BrandDraft;
  change: ChangeBrand;
  label: string;
  hint: string;
};

/** A file that is sent as soon as it is chosen, and shown in the preview. Nobody else sees it before the brand is saved. */
export function PictureField({ slug, kind, field, draft, change, label, hint }: PictureFieldProps) {
  const t = useTranslations('brand');
  const act = useAct();
  const sentenceOf = useSentence();
  const inWords = useRefusalInWords();
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const url = draft[field];

  async function send(file: File): Promise<string | null> {
    if (file.size > LARGEST_FILE) return t('tooLarge');
    const answer = await act(UploadPictureDocument, { portal: slug, kind, data: await base64Of(file) });
    if (answer.__typename === 'UploadPictureSuccess') {
      change({ [field]: answer.url });
      return null;
    }
    return inWords(answer);
  }

  return (
    <Labelled
      name={`branding.${field}`}
      label={label}
      hint={hint}
      control={(described) => (
        <input
          {...described}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          onChange={async ({ target }) => {
            const file = target.files?.[0];
            if (!file) return;
            setSending(true);
            setProblem(await send(file).catch(sentenceOf));
            setSending(false);
            // The same file can be chosen again.
            target.value = '';
          }}
        />
      )}
    >
      <p role="status" className="quiet">
        {isSending && t('uploading')}
      </p>
      <p role="alert" className="refusal">
        {problem}
      </p>
      {url && (
        <p className="brand-picture" data-ground={kind === 'DARK_LOGO' ? 'dark' : 'light'}>
          <img src={picturePath(url)} alt={t('current')} />
          <Button kind="plain" aria-label={t('removeNamed', { name: label })} onPress={() => change({ [field]: null })}>
            {t('remove')}
          </Button>
        </p>
      )}
    </Labelled>
  );
}
