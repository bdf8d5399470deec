import { type CanIEmailOptions, caniemail } from 'caniemail';
import { type ConfigData, HtmlValidate } from 'html-validate';
import { expect, it } from 'vitest';
import { previews } from '../../emails/previews.ts';

/** Those that most people read with, of which caniemail.com knows everything that our emails use. */
const CLIENTS: CanIEmailOptions['clients'] = ['gmail.*', 'outlook.*', 'apple-mail.*', 'yahoo.*', 'samsung-email.*'];

/** What some of them do not know, and what people see there instead. */
const INSTEAD: Record<string, string> = {
  '@media': 'the light colours',
  'color-scheme meta tag': 'the light colours',
  '<style> element': 'the light colours',
  '<body> element': 'the same, in a div or a table',
  '<picture> element': 'the logo for light backgrounds',
  'srcset and sizes attributes': 'the logo for light backgrounds',
  'target attribute': 'links open in a new window anyway',
  'system-ui, ui-serif, ui-sans-serif, ui-rounded, ui-monospace': 'the next font of the list',
  'border-radius': 'square corners',
  'overflow-wrap': 'long words wrap as the client wants',
  overflow: 'the preheader is hidden by its height and colour',
  'text-decoration-line': 'links are underlined anyway',
  'white-space': 'lines break where `<pre>` has them',
  'role attribute': 'tables of the layout are read as tables',
  outline: 'no line around the logo',
};

/** What differs in emails from pages: style sheets are not known everywhere, and Outlook needs tables and its own comments. */
const RULES_OF_EMAILS: ConfigData['rules'] = {
  'attr-case': 'off',
  'doctype-html': 'off',
  'no-conditional-comment': 'off',
  'no-deprecated-attr': 'off',
  'no-inline-style': 'off',
  'presentation-role-style': 'off',
  'void-style': 'off',
};

it('the HTML of each email is valid', async () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended', 'html-validate:document'],
    rules: RULES_OF_EMAILS,
  });
  for (const { file, variant, render } of previews) {
    const { results } = await validator.validateString((await render()).html);
    const messages = results.flatMap((result) => result.messages).map(({ ruleId, message }) => `${ruleId}: ${message}`);
    expect([file, variant, messages]).toEqual([file, variant, []]);
  }
});

it('what email programs do not know has something instead', async () => {
  const missed = new Set<string>();
  const variants = [...Map.groupBy(previews, ({ file }) => file).values()];
  for (const { render } of variants.flatMap((of) => of.slice(-1))) {
    const { issues } = caniemail({ clients: CLIENTS, html: (await render()).html });
    for (const { title } of [...issues.errors.values()].flat()) missed.add(title);
  }
  expect([...missed].toSorted()).toEqual(Object.keys(INSTEAD).toSorted());
});
