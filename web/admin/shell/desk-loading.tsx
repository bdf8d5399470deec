import { useTranslations } from 'use-intl';

/** The frame of the desk until it is known who is here. The build also makes the documents from it. */
export function DeskLoading() {
  const t = useTranslations('ui');
  const shell = useTranslations('shell');
  return (
    <div className="shell">
      <header className="bar">
        <a href="/admin" className="product">
          {shell('product')}
        </a>
      </header>
      <main className="content">
        <h1 className="loading">
          <span role="status">{t('loading')}</span>
        </h1>
      </main>
    </div>
  );
}
