import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';

type StepProps = {
  title: string;
  state: 'done' | 'open' | 'optional';
  /** What is so now, or what the step is for. */
  sentence: string;
  /** Where it is done. */
  link?: { href: string; label: string };
  children?: ReactNode;
};

/** One of the first steps, with its state in words. */
export function Step({ title, state, sentence, link, children }: StepProps) {
  const t = useTranslations('start');
  return (
    <li className={`step ${state}`}>
      <h2>
        {title} <span className="step-state">{t(state)}</span>
      </h2>
      <p>{sentence}</p>
      {children}
      {link && (
        <p>
          <Link href={link.href}>{link.label}</Link>
        </p>
      )}
    </li>
  );
}
