import { useTranslations } from 'use-intl';
import { Imprint } from '../../../components/imprint.tsx';
import { Logo } from '../../../components/logo.tsx';
import type { BrandDraft } from './draft.ts';

type SampleProps = { name: string; contactEmail: string; logoUrl: string | null; draft: BrandDraft; scheme: 'light' | 'dark' };

/** Nothing in it can be pressed, and a screen reader leaves it out. */
export function SamplePage({ name, contactEmail, logoUrl, draft, scheme }: SampleProps) {
  const t = useTranslations('brand');
  return (
    <div className="sample sample-page" data-scheme={scheme} inert>
      <div className="sample-head">
        <Logo name={name} logoUrl={logoUrl} darkLogoUrl={null} />
      </div>
      <div className="sample-sheet">
        <p className="sample-title">{t('samplePageTitle')}</p>
        <p className="sample-field">{t('sampleField')}</p>
        <p>
          <span className="button">{t('samplePageTitle')}</span>
        </p>
        <p>
          {t('samplePageText')} <span className="sample-link">{t('sampleLink')}</span>
        </p>
      </div>
      <SampleFoot contactEmail={contactEmail} draft={draft} />
    </div>
  );
}

export function SampleEmail({ name, contactEmail, logoUrl, draft, scheme }: SampleProps) {
  const t = useTranslations('brand');
  return (
    <div className="sample sample-email" data-scheme={scheme} inert>
      <div className="sample-head">
        <Logo name={name} logoUrl={logoUrl} darkLogoUrl={null} />
      </div>
      <p className="sample-title">{t('sampleMailTitle')}</p>
      <p>{t('sampleMailText')}</p>
      <p>
        <span className="button">{t('sampleMailButton')}</span>
      </p>
      <hr />
      <SampleFoot contactEmail={contactEmail} draft={draft} />
    </div>
  );
}

function SampleFoot({ contactEmail, draft }: Pick<SampleProps, 'contactEmail' | 'draft'>) {
  const t = useTranslations('brand');
  return (
    <div className="sample-foot">
      {t('sampleContact', { contact: contactEmail })}
      <Imprint footerText={draft.footerText.trim()} links={draft.links.filter(({ label }) => label.trim() !== '')} />
    </div>
  );
}
