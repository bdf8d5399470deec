import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindFirstStepsDocument } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { useSession } from '../../session/session.tsx';
import { usePortal } from '../../shell/portal-choice.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { PortalSteps } from './portal-steps.tsx';
import './start.css';
import { Step } from './step.tsx';

/** Leads through a new installation. What is done is read from the data. */
export function FirstSteps() {
  const t = useTranslations('start');
  const { portals } = useSession();
  const portal = usePortal().portal ?? portals[0];
  const { isOwner } = useRights(portal?.slug ?? null);
  return (
    <DeskPage title={t('title')}>
      <p>{t('about')}</p>
      {portal && isOwner && <StepsOf key={portal.slug} slug={portal.slug} />}
      {portal && !isOwner && <p>{t('onlyOwners')}</p>}
      {!portal && (
        <ol className="steps">
          <Step
            title={t('portal')}
            state="open"
            sentence={t('portalOpen')}
            link={{ href: '/admin/portals', label: t('createPortal') }}
          />
        </ol>
      )}
    </DeskPage>
  );
}

function StepsOf({ slug }: { slug: string }) {
  const found = useFound(FindFirstStepsDocument, { portal: slug });
  return (
    <WhenFound found={found}>
      {(answer) => (
        <ol className="steps">
          <PortalSteps answer={answer} />
        </ol>
      )}
    </WhenFound>
  );
}
