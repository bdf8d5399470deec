import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSentence } from '../../use-sentence.ts';
import { csvLine } from '../data/csv.ts';
import { openFile } from '../data/save-file.ts';
import { Button } from './button.tsx';
import { useTell } from './told.tsx';

type ExportButtonProps = {
  /** Without the ending, such as `people`. */
  name: string;
  columns: string[];
  /** The rows, page by page. Each page is asked with the rights of that moment. */
  pages: () => AsyncIterable<string[][]>;
};

/** Writes a list into a CSV file, as it comes. It says how far it is, and can be stopped. */
export function ExportButton({ name, columns, pages }: ExportButtonProps) {
  const t = useTranslations('ui');
  const tell = useTell();
  const sentenceOf = useSentence();
  const [written, setWritten] = useState<number | null>(null);
  const isStopped = useRef(false);

  async function write() {
    const file = await openFile(`${name}-${new Date().toISOString().slice(0, 10)}.csv`, 'text/csv;charset=utf-8');
    if (!file) return;
    isStopped.current = false;
    let rows = 0;
    setWritten(0);
    try {
      // Excel takes a file without this mark for another encoding.
      await file.write(`\ufeff${csvLine(columns)}`);
      for await (const page of pages()) {
        if (isStopped.current) break;
        await file.write(page.map(csvLine).join(''));
        rows += page.length;
        setWritten(rows);
      }
      if (isStopped.current) await file.abort();
      else await file.close();
      tell(isStopped.current ? t('exportStopped') : t('exported', { count: rows }));
    } catch (error) {
      await file.abort();
      tell(error instanceof Error ? sentenceOf(error) : t('failed'));
    }
    setWritten(null);
  }

  if (written === null) {
    return (
      <Button kind="second" onPress={() => void write()}>
        {t('export')}
      </Button>
    );
  }
  return (
    <p className="exporting">
      {t('exporting', { count: written })}{' '}
      <Button
        kind="second"
        onPress={() => {
          isStopped.current = true;
        }}
      >
        {t('stop')}
      </Button>
    </p>
  );
}
