import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';

type ButtonProps = Omit<AriaButtonProps, 'className' | 'children'> & {
  /** How it looks: `danger` for what cannot be undone, `plain` like a link. By default that of the act a page is for. */
  kind?: 'first' | 'second' | 'danger' | 'plain';
  children: ReactNode;
};

export const Button = ({ kind = 'first', ...rest }: ButtonProps) => (
  <AriaButton {...rest} className={`react-aria-Button ${kind}`} />
);
