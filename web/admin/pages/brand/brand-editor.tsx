import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from '../../../components/form.tsx';
import { TextArea } from '../../../components/text-area.tsx';
import { useAct } from '../../data/use-act.ts';
import { useChanges } from '../../data/use-changes.ts';
import { type FindBrandQuery, UpdatePortalDocument } from '../../generated/operations.ts';
import { useTell } from '../../ui/told.tsx';
import { BrandPreview } from './brand-preview.tsx';
import { type BrandDraft, draftOf, inputOf } from './draft.ts';
import { LinkFields } from './link-fields.tsx';
import { LookFields } from './look-fields.tsx';
import { PictureField } from './picture-field.tsx';

type BrandEditorProps = { slug: string; portal: NonNullable<FindBrandQuery['portal']> };

/** All settings of the brand are saved together. The preview beside them changes at once. */
export function BrandEditor({ slug, portal }: BrandEditorProps) {
  const t = useTranslations('brand');
  const act = useAct();
  const tell = useTell();
  const [draft, setDraft] = useState(() => draftOf(portal.branding));
  const { changesIn, saved } = useChanges(inputOf(draft));
  const change = (part: Partial<BrandDraft>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <div className="form-and-picture">
      <div className="card">
        <p className="about">{t('about')}</p>
        <Form
          submit={t('save')}
          send={async () => {
            const after = inputOf(draft);
            const answer = await act(UpdatePortalDocument, { portal: slug, branding: changesIn(after) });
            if (answer.__typename !== 'UpdatePortalSuccess') return answer;
            saved(after);
            tell(t('saved'));
            return null;
          }}
        >
          <PictureField
            slug={slug}
            kind="LOGO"
            field="logoUrl"
            draft={draft}
            change={change}
            label={t('logo')}
            hint={t('logoHint')}
          />
          <PictureField
            slug={slug}
            kind="DARK_LOGO"
            field="darkLogoUrl"
            draft={draft}
            change={change}
            label={t('darkLogo')}
            hint={t('darkLogoHint')}
          />
          <PictureField
            slug={slug}
            kind="ICON"
            field="iconUrl"
            draft={draft}
            change={change}
            label={t('icon')}
            hint={t('iconHint')}
          />
          <LookFields draft={draft} change={change} />
          <TextArea
            name="branding.footerText"
            label={t('footer')}
            hint={t('footerHint')}
            rows={3}
            value={draft.footerText}
            onChange={({ target }) => change({ footerText: target.value })}
          />
          <LinkFields draft={draft} change={change} />
        </Form>
      </div>
      <BrandPreview portal={portal} draft={draft} />
    </div>
  );
}
