import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { brandStyle } from '../../../brand-style.ts';
import { useFound, WhenFound } from '../../data/found.tsx';
import { type BrandThemeFragment, FindBrandThemeDocument } from '../../generated/operations.ts';
import { Choice } from '../../ui/choice.tsx';
import { type BrandDraft, shownColor } from './draft.ts';
import './brand.css';
import { useSettled } from '../../ui/use-settled.ts';
import { SampleEmail, SamplePage } from './samples.tsx';

type BrandPreviewProps = { portal: { name: string; contactEmail: string }; draft: BrandDraft };

/** A page and an email as they will look. The API derives the colours, as for the real ones. */
export function BrandPreview({ portal, draft }: BrandPreviewProps) {
  const t = useTranslations('brand');
  const id = useId();
  const [scheme, setScheme] = useState<'light' | 'dark'>('light');
  const accentColor = useSettled(shownColor(draft));
  const found = useFound(FindBrandThemeDocument, { accentColor, font: draft.font }, { keepsOld: true });
  const sample = { ...portal, draft, scheme, logoUrl: (scheme === 'dark' && draft.darkLogoUrl) || draft.logoUrl };
  return (
    <section className="card form-picture" aria-labelledby={id}>
      <div className="title">
        <h2 id={id}>{t('preview')}</h2>
        <Choice
          label={t('scheme')}
          value={scheme}
          choices={[
            { value: 'light', label: t('light') },
            { value: 'dark', label: t('dark') },
          ]}
          onChange={setScheme}
        />
      </div>
      <WhenFound found={found}>
        {({ brandTheme }) =>
          brandTheme && (
            <div className="samples" style={brandStyle(brandTheme, Number(draft.radius))}>
              {isShaded(brandTheme, accentColor) && <p className="quiet">{t('shaded')}</p>}
              <h3>{t('page')}</h3>
              <SamplePage {...sample} />
              <h3>{t('email')}</h3>
              <SampleEmail {...sample} />
            </div>
          )
        }
      </WhenFound>
    </section>
  );
}

/** The theme can still be that of the colour before. */
const isShaded = ({ light, dark }: BrandThemeFragment, accentColor: string | null): boolean =>
  light.button === accentColor && [light, dark].some(({ accent }) => accent !== accentColor);
