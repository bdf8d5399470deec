import type { ReactNode } from 'react';
import type { PortalFragment } from '../generated/operations.ts';

/** What tags in texts stand for. */
export const strong = (text: ReactNode) => <strong>{text}</strong>;

export const linkTo = (href: string) => (text: ReactNode) => <a href={href}>{text}</a>;

/** The address of the portal, for texts with `<contact>{email}</contact>`. */
export const contactOf = ({ contactEmail: email }: PortalFragment) => ({ email, contact: linkTo(`mailto:${email}`) });
