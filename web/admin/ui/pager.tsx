import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';

type PagerProps = {
  pageInfo: { hasPreviousPage: boolean; hasNextPage: boolean; startCursor: string | null; endCursor: string | null };
  /** Shows the page that the cursor names: `after:<cursor>` or `before:<cursor>`. */
  turn: (to: string) => void;
};

const PAGE_SIZE = 50;

/** The variables of a page of a connection. `place` is what `turn` was told, empty for the first page. */
export function pageAt(place: string) {
  const [side, cursor = ''] = place.split(/:(.*)/s);
  return side === 'before' ? { last: PAGE_SIZE, before: cursor } : { first: PAGE_SIZE, after: cursor || null };
}

export function Pager({ pageInfo: { hasPreviousPage, hasNextPage, startCursor, endCursor }, turn }: PagerProps) {
  const t = useTranslations('ui');
  if (!hasPreviousPage && !hasNextPage) return null;
  return (
    <nav aria-label={t('pages')} className="pager">
      <Button kind="second" isDisabled={!hasPreviousPage} onPress={() => turn(`before:${startCursor}`)}>
        {t('previous')}
      </Button>
      <Button kind="second" isDisabled={!hasNextPage} onPress={() => turn(`after:${endCursor}`)}>
        {t('next')}
      </Button>
    </nav>
  );
}
