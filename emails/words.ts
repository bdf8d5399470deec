import { createElement, type ReactNode } from 'react';
import { readMarkdown } from '../texts/markdown.ts';
import type { Values } from '../texts/rich-text.ts';
import type { Mail, MailWording, VariableOf } from '../texts/templated-mails.ts';
import { fillIn } from '../texts/variables.ts';
import { RichText } from './components/rich-text.tsx';
import type { Portal } from './portal.ts';
import { type Facts, productTexts } from './product-texts.ts';

/** The texts that a portal gave to one of its emails. */
export type OwnTexts = MailWording & { mail: Mail };

/** What an email says around its link and its warning. */
type Words = { subject: string; title: string; body: ReactNode; button: string };

type ValuesOf<Of extends Mail> = Readonly<Record<Exclude<VariableOf<Of>, 'portal'>, string>>;

/**
 * The texts of the portal if it has any, else those of Gatehouse. Both take the same way.
 * @param own the values of the variables, which stand in the email as they are, whatever Markdown or HTML would make of them
 */
export function wordsOf<Of extends Mail>(
  mail: Of,
  portal: Portal,
  own: ValuesOf<Of>,
  facts: Facts = { takesPasswords: true },
): Words {
  const product = productTexts(mail, portal.language, facts);
  if (portal.own && portal.own.mail !== mail) throw new Error(`The texts are those of ${portal.own.mail}, not of ${mail}.`);
  const { subject, title, body, buttonLabel } = portal.own ?? product;
  const values: Values = { portal: portal.name, ...own };
  const { blocks } = readMarkdown(body, Object.keys(values));
  return {
    subject: fillIn(subject, values),
    title: fillIn(title, values),
    body: createElement(RichText, { blocks, values }),
    button: fillIn(buttonLabel ?? product.buttonLabel ?? '', values),
  };
}
