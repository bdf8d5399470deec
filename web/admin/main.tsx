import { drawPage } from '../draw-page.tsx';
import { guardKeptPages } from '../kept-pages.ts';
import { orNotLoaded } from '../not-loaded.ts';
import { App } from './app.tsx';
import { LANGUAGE } from './language.ts';
import { withTexts } from './texts/load-texts.ts';

guardKeptPages();

document.documentElement.lang = LANGUAGE;

void drawPage(orNotLoaded(withTexts(Promise.resolve())), <App />);
