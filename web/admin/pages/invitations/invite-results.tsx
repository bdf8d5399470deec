import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useRefusalInWords } from '../../../use-refusal-in-words.ts';
import { ExportButton } from '../../ui/export-button.tsx';
import { DataTable } from '../../ui/table.tsx';
import type { InviteResult } from './invite-people.tsx';

/** What has become of each person. It takes the focus. */
export function InviteResults({ results }: { results: InviteResult[] }) {
  const t = useTranslations('invitations');
  const inWords = useRefusalInWords();
  const sentence = useRef<HTMLParagraphElement>(null);
  const failed = results.filter(({ error }) => error);
  const links = results.filter(({ link }) => link);
  useEffect(() => {
    if (results.length > 0) sentence.current?.focus();
  }, [results]);
  return (
    <section className="card">
      <p ref={sentence} tabIndex={-1} className="done">
        {t('sent', { count: results.length - failed.length })}
      </p>
      {failed.length > 0 && (
        <>
          <p>{t('failed')}</p>
          <DataTable
            label={t('failed')}
            rows={failed}
            idOf={({ email }) => email}
            none={t('none')}
            columns={[
              { title: t('email'), isRowHeader: true, cell: ({ email }) => email },
              { title: t('why'), cell: ({ error }) => error && inWords(error) },
            ]}
          />
        </>
      )}
      {links.length > 0 && (
        <>
          <p>{t('links')}</p>
          <ExportButton name="invitations" columns={[t('email'), t('linkWithoutName')]} pages={() => onePage(links)} />
          <DataTable
            label={t('links')}
            rows={links}
            idOf={({ email }) => email}
            none={t('none')}
            columns={[
              { title: t('email'), isRowHeader: true, cell: ({ email }) => email },
              { title: t('linkWithoutName'), cell: ({ link }) => <code>{link}</code> },
            ]}
          />
        </>
      )}
    </section>
  );
}

async function* onePage(results: InviteResult[]): AsyncGenerator<string[][]> {
  yield results.map(({ email, link }) => [email, link ?? '']);
}
