import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Refusal } from '../../../components/form.tsx';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { useAct } from '../../data/use-act.ts';
import { CheckSenderDomainDocument, ReplaceSenderKeyDocument } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { useMoment } from '../../ui/moment.tsx';
import { useTell } from '../../ui/told.tsx';
import { RecordTable } from './record-table.tsx';
import type { Sender } from './sender.tsx';

type Domain = NonNullable<Sender['domain']>;

/** Whether the domain is in use, what its DNS has to hold, and what was found there. */
export function DomainCard({ slug, domain }: { slug: string; domain: Domain }) {
  const t = useTranslations('sender');
  const id = useId();
  const moment = useMoment();
  const { isOwner } = useRights(slug);
  const { name, state, records, checkedAt, usedUntil } = domain;
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id}>{t('domain', { name })}</h2>
      <p className={state === 'LAPSING' ? 'refusal' : undefined}>{t(state, { until: usedUntil ? moment(usedUntil) : '' })}</p>
      {state !== 'ALLOWED' && (
        <>
          <RecordTable records={records} />
          <p>{checkedAt ? t('checkedAt', { at: moment(checkedAt) }) : t('neverChecked')}</p>
          {isOwner && <DomainActs slug={slug} hasKey={records.length > 0} />}
        </>
      )}
    </section>
  );
}

function DomainActs({ slug, hasKey }: { slug: string; hasKey: boolean }) {
  const t = useTranslations('sender');
  const act = useAct();
  const tell = useTell();
  const inWords = useRefusalInWords();
  const [isChecking, setChecking] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function check() {
    setChecking(true);
    const answer = await act(CheckSenderDomainDocument, { portal: slug }).finally(() => setChecking(false));
    if (answer.__typename !== 'CheckSenderDomainSuccess') return setRefusal(answer);
    setRefusal(null);
    tell(t('checked'));
  }

  async function replace(): Promise<Refusal | null> {
    const answer = await act(ReplaceSenderKeyDocument, { portal: slug });
    if (answer.__typename !== 'ReplaceSenderKeySuccess') return answer;
    tell(t('replaced'));
    return null;
  }

  return (
    <>
      {refusal && (
        <p role="alert" className="refusal">
          {inWords(refusal)}
        </p>
      )}
      <div className="acts">
        <Button isDisabled={isChecking} onPress={() => void check()}>
          {t(isChecking ? 'checking' : 'check')}
        </Button>
        {hasKey && (
          <Button kind="second" onPress={() => setAsked(true)}>
            {t('replace')}
          </Button>
        )}
      </div>
      {isAsked && (
        <ConfirmAct title={t('replace')} submit={t('replaceNow')} close={() => setAsked(false)} send={replace}>
          <p>{t('replaceAbout')}</p>
        </ConfirmAct>
      )}
    </>
  );
}
