import type { ReactNode } from 'react';
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
  const { link, isEnded } = mailed;
  if (isEnded) return <LinkEnded portal={portal} />;
  if (link === 'LOADING') return <Loading />;
  if (link instanceof Unanswered) return <Failure sentence={link.message} portal={portal} />;
  if (link?.kind === kind && link.works) return children(link);
  if (link?.kind === kind && link.used) {
    return (
      <DeadLink portal={portal} title={used.title} next={used.next}>
        This link was used already. It works once.
      </DeadLink>
    );
  }
  const isExpired = link?.kind === kind && link.deadBecause === 'EXPIRED';
  return (
    <DeadLink portal={portal} title={isExpired ? 'This link has expired' : 'This link does not work'} next={next}>
      {link?.kind === kind && link.deadBecause ? WHY[link.deadBecause] : WHY.UNKNOWN}
    </DeadLink>
  );
}

const WHY = {
  USED: 'It was used already.',
  EXPIRED: 'A link in an email works for a limited time only.',
  ENDED: 'It was ended, or something changed since it was sent.',
  UNKNOWN: 'It has expired or is incomplete.',
};
