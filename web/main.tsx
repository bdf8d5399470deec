import './first-answer.ts';
import { App } from './app.tsx';
import { drawPage } from './draw-page.tsx';
import { guardKeptPages } from './kept-pages.ts';
import { loadTexts } from './load-texts.ts';
import { firstLanguage, WithLanguage } from './texts.tsx';

guardKeptPages();

void drawPage(
  loadTexts(firstLanguage()),
  <WithLanguage>
    <App path={location.pathname} />
  </WithLanguage>,
);
