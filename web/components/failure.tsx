import { useTranslations } from 'use-intl';
import type { Unanswered } from '../api.ts';
import type { PortalFragment } from '../generated/operations.ts';
import { useSentence } from '../use-sentence.ts';
import { Page } from './page.tsx';

/** Replaces a page that could not be loaded. */
export function Failure({ because, portal }: { because: Unanswered | string; portal: PortalFragment | null }) {
  const t = useTranslations('parts');
  const sentence = useSentence();
  return (
    <Page title={t('wentWrong')} portal={portal}>
      <p>{typeof because === 'string' ? because : sentence(because)}</p>
      <p>
        <a href={location.href}>{t('tryAgain')}</a>
      </p>
    </Page>
  );
}
