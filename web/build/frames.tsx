import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { DeskLoading } from '../admin/shell/desk-loading.tsx';
import { Loading, PageToCome } from '../components/loading.tsx';

export type Texts = Record<string, Record<string, string>>;

/** Markup of what the pages themselves show while they load. */
export type Frame = (language: string, texts: Texts) => string;

const markup = (language: string, texts: object, children: ReactNode): string =>
  renderToStaticMarkup(
    <IntlProvider locale={language} messages={texts as never} timeZone="UTC">
      {children}
    </IntlProvider>,
  );

export const portalFrame =
  (page: string): Frame =>
  (language, texts) =>
    markup(
      language,
      texts,
      <PageToCome value={page}>
        <Loading />
      </PageToCome>,
    );

export const deskFrame: Frame = (language, texts) => markup(language, texts, <DeskLoading />);

export const entranceFrame: Frame = (language, texts) =>
  markup(
    language,
    texts,
    <div className="narrow">
      <Loading />
    </div>,
  );

export const titleMarkup = (title: string): string => renderToStaticMarkup(<title>{title}</title>);
