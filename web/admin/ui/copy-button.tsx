import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';

/** Copies a text, and says so. Browsers have no clipboard for pages without https, and then there is no button. */
export function CopyButton({ text }: { text: string }) {
  const t = useTranslations('ui');
  const [isCopied, setCopied] = useState(false);
  if (!('clipboard' in navigator)) return null;
  return (
    <>
      <Button kind="second" onPress={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
        {t('copy')}
      </Button>
      <p role="status">{isCopied && t('copied')}</p>
    </>
  );
}
