import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindBrandDocument } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { PortalFrame, useSlug } from '../portals/portal-frame.tsx';
import { BrandEditor } from './brand-editor.tsx';
import { BrandPreview } from './brand-preview.tsx';
import { draftOf } from './draft.ts';

/** How the pages and emails of one portal look. */
export function BrandPage() {
  const t = useTranslations('portals');
  const slug = useSlug();
  const { isOwner } = useRights(slug);
  const found = useFound(FindBrandDocument, { slug });
  return (
    <PortalFrame page="brand">
      {!isOwner && <p className="about">{t('onlyOwners')}</p>}
      <WhenFound found={found}>
        {({ portal }) => {
          if (!portal) return <p>{t('noSuchPortal')}</p>;
          if (isOwner) return <BrandEditor key={slug} slug={slug} portal={portal} />;
          return <BrandPreview portal={portal} draft={draftOf(portal.branding)} />;
        }}
      </WhenFound>
    </PortalFrame>
  );
}
