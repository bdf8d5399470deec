import { useTranslations } from 'use-intl';
import type { FindTimelineQuery } from '../../generated/operations.ts';
import { Moment, useMoment } from '../../ui/moment.tsx';

type Timeline = NonNullable<NonNullable<FindTimelineQuery['developer']>['timeline']>;
type TimelineEntry = Timeline['edges'][number]['node'];

/** One thing that happened: when, by whom, what. */
export function Entry({ entry }: { entry: TimelineEntry }) {
  const t = useTranslations('timeline');
  const { at, by } = entry;
  const words = useWords(entry);
  return (
    <li>
      <p className="quiet">
        <Moment at={at} />
        {by && ` · ${by.adminEmail ?? t(by.kind)}`}
        {by?.ip && ` · ${by.ip}`}
      </p>
      <p className="what">{words.what}</p>
      {words.more.map((sentence) => (
        <p key={sentence} className="words">
          {sentence}
        </p>
      ))}
    </li>
  );
}

function useWords(entry: TimelineEntry): { what: string; more: string[] } {
  const t = useTranslations('timeline');
  const events = useTranslations('events');
  const mails = useTranslations('mails');
  const moment = useMoment();
  switch (entry.__typename) {
    case 'TimelineDecision': {
      const { to, reason, note, undoes, rule } = entry.decision;
      const more = [
        ...(rule ? [t('decidingRule', { rule: rule.name })] : []),
        ...(reason ? [t('told', { reason })] : []),
        ...(note ? [t('noted', { note })] : []),
      ];
      return { what: undoes ? t('undid') : t('decided', { to }), more };
    }
    case 'TimelineQuestion':
      return { what: t('asked'), more: [entry.question.text] };
    case 'TimelineAnswer':
      return { what: t('answered'), more: entry.question.answer ? [entry.question.answer] : [] };
    case 'TimelineNote':
      return { what: t('wroteNote'), more: [entry.note.text] };
    case 'TimelineClaim':
      return { what: t('claimed', { released: String(entry.released) }), more: [] };
    case 'TimelineLogIn':
      return { what: t('loggedIn', { withSso: String(entry.withSso) }), more: [] };
    case 'TimelineVerification':
      return { what: t('verified'), more: [] };
    case 'TimelineMail': {
      const { name, state, detail, dueAt, acceptedAt } = entry;
      const known = mails.has(name as 'other') ? mails(name as 'other') : mails('other');
      const words = t('mailState', { state, due: dueAt ? moment(dueAt) : '', accepted: acceptedAt ? moment(acceptedAt) : '' });
      return {
        what: t('mail', { name: known }),
        more: [words, ...(detail && state !== 'WITHHELD' ? [t('mailDetail', { detail })] : [])],
      };
    }
    case 'TimelineChange': {
      const key = entry.type.replace('.', '_') as 'job_retried';
      const fields = entry.fields.length > 0 ? [t('fields', { fields: entry.fields.join(', ') })] : [];
      return { what: events.has(key) ? events(key) : entry.type, more: fields };
    }
  }
}
