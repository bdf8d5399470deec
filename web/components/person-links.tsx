import { use, useState } from 'react';
import { useTranslations } from 'use-intl';
import { act, Unanswered } from '../api.ts';
import { LogOutDocument, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { PersonHere } from '../person-here.ts';
import { useSentence } from '../use-sentence.ts';

/** Empty for people who are not logged in. */
export function PersonLinks({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('parts');
  const sentenceOf = useSentence();
  const { person, leave } = use(PersonHere);
  const [isSending, setSending] = useState(false);
  const [sentence, setSentence] = useState<string | null>(null);
  if (!person) return null;

  async function logOut() {
    if (isSending) return;
    setSending(true);
    setSentence(null);
    const answer = await act(LogOutDocument, { portal: portal.slug }).catch((error: Unanswered) => error);
    setSending(false);
    if (answer instanceof Unanswered) setSentence(sentenceOf(answer));
    else if (answer.__typename !== 'LogOutSuccess') setSentence(answer.message);
    else leave(answer);
  }

  return (
    <nav aria-label={t('accountLinks')}>
      <span className="person">{person.fullName}</span>
      <a href={pagePath(portal, 'account')}>{t('account')}</a>
      <a href={portal.catalogUrl}>{t('catalog')}</a>
      <button type="button" className="plain" aria-disabled={isSending} onClick={logOut}>
        {t('logOut')}
      </button>
      <p role="alert" className="refusal">
        {sentence}
      </p>
    </nav>
  );
}
