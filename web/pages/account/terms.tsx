import { useEffect, useRef, useState } from 'react';
import { act } from '../../api.ts';
import { Form } from '../../components/form.tsx';
import { TermsLink } from '../../components/terms-link.tsx';
import { AcceptTermsDocument, type PortalFragment } from '../../generated/operations.ts';

/** For people who have not accepted the current terms. The sentence after it takes the focus. */
export function AccountTerms({ portal, isAccepted }: { portal: PortalFragment; isAccepted: boolean }) {
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
        You have accepted the terms of use.
      </p>
    );
  }
  return (
    <section>
      <h2>Terms of use</h2>
      <p>
        You have not accepted the present <TermsLink terms={terms} /> of {name} yet (version {terms.version}).
      </p>
      <Form
        submit="Accept the terms of use"
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
