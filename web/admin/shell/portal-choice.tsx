import { useTranslations } from 'use-intl';
import { useQueryText } from '../navigation.tsx';
import { type PortalInReach, useSession } from '../session/session.tsx';
import { Choice } from '../ui/choice.tsx';

type ChosenPortal = {
  /** Null for all portals in reach. An admin of one portal has it chosen. */
  portal: PortalInReach | null;
  /** `?portal=<slug>` for links to other pages, or empty. */
  query: string;
};

/** The portal that the pages are about, from the query of the URL. */
export function usePortal(): ChosenPortal {
  const { portals } = useSession();
  const [slug] = useQueryText('portal');
  const named = portals.find((one) => one.slug === slug);
  // A slug that the choice does not have still names one portal, and never all of them. The API decides whether there is one.
  const other = slug ? { slug, name: slug } : null;
  const portal = portals.length === 1 ? (portals[0] ?? null) : (named ?? other);
  return { portal, query: slug && `?${new URLSearchParams({ portal: slug })}` };
}

/** Not shown where there is only one. */
export function PortalChoice() {
  const t = useTranslations('shell');
  const { portals } = useSession();
  const { portal } = usePortal();
  const [slug, setSlug] = useQueryText('portal');
  if (portals.length < 2) return null;
  const shown = portal && !portals.some((one) => one.slug === portal.slug) ? [portal, ...portals] : portals;
  const choices = [{ value: '', label: t('allPortals') }, ...shown.map(({ slug: value, name: label }) => ({ value, label }))];
  return <Choice label={t('portal')} value={slug} choices={choices} onChange={setSlug} />;
}
