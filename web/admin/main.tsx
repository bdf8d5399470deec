import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { guardKeptPages } from '../kept-pages.ts';
import { App } from './app.tsx';

guardKeptPages();

const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
