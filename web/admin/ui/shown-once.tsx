import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';

type ShownOnceProps = {
  /** A link or a token that nothing shows again. */
  text: string;
  sentence: string;
  children?: ReactNode;
};

/** Shows a text that has to be copied now. The sentence takes the focus. */
export function ShownOnce({ text, sentence, children }: ShownOnceProps) {
  const t = useTranslations('ui');
  const [isCopied, setCopied] = useState(false);
  const paragraph = useRef<HTMLParagraphElement>(null);
  useEffect(() => paragraph.current?.focus(), []);
  return (
    <>
      <p ref={paragraph} tabIndex={-1} className="done">
        {sentence}
      </p>
      <p>
        <code className="once">{text}</code>
      </p>
      {children}
      {/* Browsers have no clipboard for pages without https. */}
      {'clipboard' in navigator && (
        <Button onPress={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>{t('copy')}</Button>
      )}
      <p role="status">{isCopied && t('copied')}</p>
    </>
  );
}
