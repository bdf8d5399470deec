import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Unanswered } from '../api.ts';
import type { LinkFragment, LinkKind, PortalFragment } from '../generated/operations.ts';
import type { MailedLink } from '../use-mailed-link.ts';
import { DeadLink, type NextStep } from './dead-link.tsx';
import { Failure } from './failure.tsx';
import { LinkEnded } from './link-ended.tsx';
import { Loading } from './loading.tsx';

type MailedPageProps = {
  /** Null for a link of an admin. */
  portal: PortalFragment | null;
  mailed: MailedLink;
  /** Other kinds of links do not work on this page. */
  kind: LinkKind;
  /** Shown if the link does not work. */
  next?: NextStep;
  /** Shown if the link was used already. */
  used: { title: string; next: NextStep };
  /** Shown if the link works. */
  children: (link: LinkFragment) => ReactNode;
};

/** Shows what the link would do, or why it does not work. */
export function MailedPage({ portal, mailed, kind, next, used, children }: MailedPageProps) {
  const t = useTranslations('links');
  const { link, isEnded } = mailed;
  if (isEnded) return <LinkEnded portal={portal} />;
  if (link === 'LOADING') return <Loading />;
  if (link instanceof Unanswered) return <Failure because={link} portal={portal} />;
  if (link?.kind === kind && link.works) return children(link);
  if (link?.kind === kind && link.used) {
    return (
      <DeadLink portal={portal} title={used.title} next={used.next}>
        {t('usedOnce')}
      </DeadLink>
    );
  }
  const isExpired = link?.kind === kind && link.deadBecause === 'EXPIRED';
  return (
    <DeadLink portal={portal} title={t(isExpired ? 'expired' : 'dead')} next={next}>
      {t(`why.${(link?.kind === kind && link.deadBecause) || 'UNKNOWN'}`)}
    </DeadLink>
  );
}
