import { type SyntheticEvent, useEffect, useMemo } from 'react';

export type Scheme = 'light' | 'dark';

type EmailFrameProps = { html: string; scheme: Scheme; title: string };

const DARK = '(prefers-color-scheme:dark)';

/**
 * An email in a frame of its own, where no script runs. The policy of the pages holds in it too: it lets no text become a page, and no style of a
 * text count. So the frame opens a file that is made here, and the styles are given to it one by one.
 */
export function EmailFrame({ html, scheme, title }: EmailFrameProps) {
  const url = useMemo(() => URL.createObjectURL(new Blob([withoutStyles(html)], { type: 'text/html;charset=utf-8' })), [html]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  const [, style = ''] = /<style>([^<]*)<\/style>/.exec(html) ?? [];
  const dress = ({ currentTarget: { contentDocument } }: SyntheticEvent<HTMLIFrameElement>) => {
    if (contentDocument) putOn(contentDocument, style, scheme);
  };
  return (
    <iframe
      key={`${url} ${scheme}`}
      className="email-frame"
      title={title}
      sandbox="allow-same-origin"
      src={url}
      onLoad={dress}
    />
  );
}

const withoutStyles = (html: string): string =>
  html.replace(/<style>[^<]*<\/style>/, '').replaceAll(' style="', ' data-style="');

function putOn(email: Document, style: string, scheme: Scheme): void {
  for (const element of email.querySelectorAll<HTMLElement>('[data-style]')) {
    element.style.cssText = element.dataset['style'] ?? '';
  }
  const isDark = scheme === 'dark';
  for (const source of email.querySelectorAll('source')) source.media = isDark ? 'all' : 'not all';
  const { CSSStyleSheet } = email.defaultView ?? {};
  if (CSSStyleSheet) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style.replaceAll(DARK, isDark ? 'all' : 'not all'));
    email.adoptedStyleSheets = [sheet];
  }
  email.documentElement.style.colorScheme = scheme;
}
