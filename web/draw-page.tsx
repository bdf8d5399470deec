import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

/** Draws a page once its texts are there. Until then, people see what the document brought along. */
export async function drawPage(texts: Promise<unknown>, page: ReactNode): Promise<void> {
  const root = document.querySelector('#root');
  if (!root) return;
  try {
    await texts;
  } catch (error) {
    root.replaceChildren();
    throw error;
  }
  createRoot(root).render(<StrictMode>{page}</StrictMode>);
}
