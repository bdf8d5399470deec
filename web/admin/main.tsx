import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { guardKeptPages } from '../kept-pages.ts';
import { orNotLoaded } from '../not-loaded.ts';
import { App } from './app.tsx';
import { LANGUAGE } from './language.ts';
import { withTexts } from './texts/load-texts.ts';

guardKeptPages();

document.documentElement.lang = LANGUAGE;

const root = document.querySelector('#root');
if (root) {
  void orNotLoaded(withTexts(Promise.resolve(createRoot(root)))).then((page) =>
    page.render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}
