import { type ReactNode, useEffect, useRef } from 'react';

type DeskPageProps = {
  title: string;
  /** Beside the title: what the page is for. */
  acts?: ReactNode;
  children: ReactNode;
};

/** One page in the frame. Its title takes the focus when the page changes. */
export function DeskPage({ title, acts, children }: DeskPageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} - Gatehouse`;
    heading.current?.focus();
  }, [title]);
  return (
    <>
      <div className="title">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {acts}
      </div>
      {children}
    </>
  );
}
