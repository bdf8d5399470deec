import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindSavedReasonsDocument } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { ForOnePortal } from '../../shell/for-one-portal.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { RulesNavigation } from '../rules/rules-navigation.tsx';
import { ReasonActs } from './reason-acts.tsx';
import { ReasonButton } from './reason-button.tsx';
import '../rules/rules.css';

/** The reasons that admins of a portal give for many decisions. */
export function Reasons() {
  const t = useTranslations('reasons');
  return (
    <DeskPage title={t('title')} acts={<RulesNavigation />}>
      <ForOnePortal>{({ slug }) => <ReasonsOf slug={slug} />}</ForOnePortal>
    </DeskPage>
  );
}

function ReasonsOf({ slug }: { slug: string }) {
  const t = useTranslations('reasons');
  const { isOwner } = useRights(slug);
  const found = useFound(FindSavedReasonsDocument, { portal: slug });
  return (
    <WhenFound found={found}>
      {({ portal }) => {
        const reasons = portal?.settings?.reasonTemplates ?? [];
        return (
          <>
            <p>{t('about')}</p>
            {isOwner && <ReasonButton slug={slug} reasons={reasons} at={null} />}
            {reasons.length === 0 && <p className="none">{t('none')}</p>}
            <ul className="reasons">
              {reasons.map(({ name, text }, at) => (
                <li key={name} className="card">
                  <h2>{name}</h2>
                  <p className="reason-text">{text}</p>
                  {isOwner && <ReasonActs slug={slug} reasons={reasons} at={at} />}
                </li>
              ))}
            </ul>
          </>
        );
      }}
    </WhenFound>
  );
}
