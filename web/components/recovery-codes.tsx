import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';

type RecoveryCodesProps = { codes: string[]; email: string };

/** Shows new codes once. Nothing keeps them but this page. */
export function RecoveryCodes({ codes, email }: RecoveryCodesProps) {
  const t = useTranslations('factors');
  const [isCopied, setCopied] = useState(false);
  const text = `${t('codesOf', { email })}\n${codes.join('\n')}\n`;
  const file = useFile(text);
  return (
    <>
      <p>{t('store')}</p>
      <ol className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p>
        <button type="button" onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
          {t('copy')}
        </button>{' '}
        <a className="button" href={file} download={t('file')}>
          {t('download')}
        </a>{' '}
        <button type="button" onClick={() => print()}>
          {t('print')}
        </button>
      </p>
      <p role="status">{isCopied && t('copied')}</p>
    </>
  );
}

/** The address of a text as a file, as long as it is shown. */
function useFile(text: string): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return address;
}
