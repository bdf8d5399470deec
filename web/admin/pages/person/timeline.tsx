import { useTranslations } from 'use-intl';
import { useSentence } from '../../../use-sentence.ts';
import { useFoundPages } from '../../data/found-pages.ts';
import { FindTimelineDocument } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { PersonSection } from './section.tsx';
import { Entry } from './timeline-entry.tsx';

/** What happened to the person, the newest first, with the emails of the last 7 days and their state. */
export function Timeline({ id, level }: { id: string; level: 2 | 3 }) {
  const t = useTranslations('timeline');
  const sentenceOf = useSentence();
  const { pages, failure, more } = useFoundPages(
    FindTimelineDocument,
    (after) => ({ id, after }),
    ({ developer }) => developer?.timeline?.pageInfo,
  );
  const entries = pages.flatMap(({ developer }) => developer?.timeline?.edges ?? []);
  const count = pages[0]?.developer?.timeline?.totalCount ?? 0;
  return (
    <PersonSection title={t('timeline')} level={level}>
      {failure && <p role="alert">{sentenceOf(failure)}</p>}
      {pages.length > 0 && <p className="quiet">{count === 0 ? t('nothing') : t('entries', { count })}</p>}
      <ol className="entries timeline">
        {entries.map(({ node }) => (
          <Entry key={node.id} entry={node} />
        ))}
      </ol>
      {more && (
        <Button kind="second" onPress={more}>
          {t('more')}
        </Button>
      )}
    </PersonSection>
  );
}
