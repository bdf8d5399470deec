import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { guardKeptPages } from './kept-pages.ts';
import { WithLanguage } from './texts.tsx';

guardKeptPages();

const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <WithLanguage>
        <App path={location.pathname} />
      </WithLanguage>
    </StrictMode>,
  );
}
