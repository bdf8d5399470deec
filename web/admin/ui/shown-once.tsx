import { type ReactNode, useEffect, useRef } from 'react';
import { CopyButton } from './copy-button.tsx';

type ShownOnceProps = {
  /** A link or a token that nothing shows again. */
  text: string;
  sentence: string;
  children?: ReactNode;
};

/** Shows a text that has to be copied now. The sentence takes the focus. */
export function ShownOnce({ text, sentence, children }: ShownOnceProps) {
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
      <CopyButton text={text} />
    </>
  );
}
