import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { Form } from '../../components/form.tsx';
import { strong } from '../../components/rich.tsx';
import { KeepAccountDocument, type PortalFragment } from '../../generated/operations.ts';
import { useMoment } from '../../use-moment.ts';

type Props = { portal: PortalFragment; dueAt: string; isKept: boolean; onKept: () => void };

/** For people whose account is going to be deleted. The sentence after it takes the focus. */
export function WaitsForDeletion({ portal, dueAt, isKept, onKept }: Props) {
  const t = useTranslations('ownAccount');
  const moment = useMoment('long');
  const sentence = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (isKept) sentence.current?.focus();
  }, [isKept]);

  if (isKept) {
    return (
      <p ref={sentence} tabIndex={-1} className="done">
        {t('keptIt')}
      </p>
    );
  }
  return (
    <section>
      <h2>{t('scheduled')}</h2>
      <p>{t.rich('goingToBeDeleted', { strong, moment: moment(dueAt) })}</p>
      <Form
        submit={t('keepIt')}
        send={async () => {
          const answer = await act(KeepAccountDocument, { portal: portal.slug });
          if (answer.__typename !== 'KeepAccountSuccess') return answer;
          onKept();
          return null;
        }}
      />
    </section>
  );
}
