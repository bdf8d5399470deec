import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Form, type Refusal, type Say, type Typed } from './form.tsx';

type SectionProps = {
  title?: string;
  submit: string;
  /** Returns null after a success. */
  send: (typed: Typed, say: Say) => Promise<Refusal | null>;
  /** The sentence after a success. */
  done: ReactNode;
  children?: ReactNode;
};

/** After a success the form is empty again, and the sentence takes the focus. */
export function Section({ title, submit, send, done, children }: SectionProps) {
  const [timesDone, setTimesDone] = useState(0);
  const sentence = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (timesDone > 0) sentence.current?.focus();
  }, [timesDone]);

  return (
    <section>
      {title && <h2>{title}</h2>}
      {timesDone > 0 && (
        <p ref={sentence} tabIndex={-1} className="done">
          {done}
        </p>
      )}
      <Form
        key={timesDone}
        submit={submit}
        send={async (typed, say) => {
          const refusal = await send(typed, say);
          if (!refusal) setTimesDone((times) => times + 1);
          return refusal;
        }}
      >
        {children}
      </Form>
    </section>
  );
}
