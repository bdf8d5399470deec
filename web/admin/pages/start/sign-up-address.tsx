import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';

/** The address to hand out. */
export function SignUpAddress({ url }: { url: string }) {
  const t = useTranslations('start');
  const [isCopied, setCopied] = useState(false);
  return (
    <>
      <p>
        <a href={url}>{url}</a>
      </p>
      {'clipboard' in navigator && (
        <Button kind="second" onPress={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}>
          {t('copy')}
        </Button>
      )}
      <p role="status">{isCopied && t('copied')}</p>
    </>
  );
}
