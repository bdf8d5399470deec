import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const page = await readFile('docs/operate.md', 'utf8');
const sections = page.split(/^## /m).slice(1);

test('each alert has a section, which says what people notice, what to look at and what to do, in this order', () => {
  const alerts = sections.filter((section) => /^Gatehouse[A-Z]/.test(section));
  expect(alerts.length).toBe(19);
  for (const alert of alerts) {
    const parts = [...alert.matchAll(/^\*\*(.+?)\*\*:/gm)].map(([, part]) => part);
    expect([alert.split('\n', 1)[0], parts]).toEqual([alert.split('\n', 1)[0], ['People notice', 'Look at', 'Do']]);
  }
});

test('each alert that the page names elsewhere has a section', () => {
  const names = new Set(page.match(/Gatehouse[A-Z][A-Za-z]+/g));
  expect([...names].filter((name) => !sections.some((section) => section.startsWith(`${name}\n`)))).toEqual([]);
});
