import { type ReactNode, useId } from 'react';

type PersonSectionProps = { title: string; level: 2 | 3; children: ReactNode };

/** A part of what is known about a person. */
export function PersonSection({ title, level, children }: PersonSectionProps) {
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <section aria-labelledby={id} className="person-section">
      <Heading id={id}>{title}</Heading>
      {children}
    </section>
  );
}
