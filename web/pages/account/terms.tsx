import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { Form } from '../../components/form.tsx';
import { useTermsLink } from '../../components/terms-link.tsx';
import { AcceptTermsDocument, type PortalFragment } from '../../generated/operations.ts';

/** For people who have not accepted the current terms. The sentence after it takes the focus. */
export function AccountTerms({ portal, isAccepted }: { portal: PortalFragment; isAccepted: boolean }) {
  const t = useTranslations('ownAccount');
  const link = useTermsLink(portal.terms);
  const [isDone, setDone] = useState(false);
  const sentence = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (isDone) sentence.current?.focus();
  }, [isDone]);

  const { slug, name, terms } = portal;
  if (!terms || isAccepted) return null;
  if (isDone) {
    return (
      <p ref={sentence} tabIndex={-1} className="done">
        {t('termsAccepted')}
      </p>
    );
  }
  return (
    <section>
      <h2>{t('terms')}</h2>
      <p>{t.rich('termsNotYet', { terms: link, portal: name, version: terms.version })}</p>
      <Form
        submit={t('acceptTerms')}
        send={async () => {
          const answer = await act(AcceptTermsDocument, { portal: slug, version: terms.version });
          if (answer.__typename !== 'AcceptTermsSuccess') return answer;
          setDone(true);
          return null;
        }}
      />
    </section>
  );
}
