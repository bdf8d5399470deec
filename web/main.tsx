import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { guardKeptPages } from './kept-pages.ts';
import { TextsProvider } from './texts.tsx';

guardKeptPages();

const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <TextsProvider>
        <App path={location.pathname} />
      </TextsProvider>
    </StrictMode>,
  );
}
