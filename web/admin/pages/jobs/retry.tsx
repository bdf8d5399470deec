import { useTranslations } from 'use-intl';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useAct } from '../../data/use-act.ts';
import { RetryJobsDocument } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { useTell } from '../../ui/told.tsx';

type RetryProps = {
  ids: string[];
  /** The name of the one job, in words. Without it, the button is for all that are shown. */
  name?: string;
};

/** Runs failed jobs again. */
export function Retry({ ids, name }: RetryProps) {
  const t = useTranslations('jobs');
  const act = useAct();
  const tell = useTell();
  const inWords = useRefusalInWords();
  return (
    <Button
      kind="second"
      {...(name && { 'aria-label': t('retryNamed', { name }) })}
      onPress={async () => {
        const answer = await act(RetryJobsDocument, { ids });
        tell(answer.__typename === 'RetryJobsSuccess' ? t('retried', { count: answer.jobs.length }) : inWords(answer));
      }}
    >
      {name ? t('retry') : t('retryAll', { count: ids.length })}
    </Button>
  );
}
