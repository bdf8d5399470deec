import { use, useState } from 'react';
import { act, Unanswered } from '../api.ts';
import { LogOutDocument, type PortalFragment } from '../generated/operations.ts';
import { pagePath } from '../page-path.ts';
import { PersonHere } from '../person-here.ts';

/** Empty for people who are not logged in. */
export function PersonLinks({ portal }: { portal: PortalFragment }) {
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
    if (answer instanceof Unanswered || answer.__typename !== 'LogOutSuccess') setSentence(answer.message);
    else leave(answer);
  }

  return (
    <nav aria-label="Your account">
      <span className="person">{person.fullName}</span>
      <a href={pagePath(portal, 'account')}>Account</a>
      <a href={portal.catalogUrl}>Catalog</a>
      <button type="button" className="plain" aria-disabled={isSending} onClick={logOut}>
        Log out
      </button>
      <p role="alert" className="refusal">
        {sentence}
      </p>
    </nav>
  );
}
