import type { Plugin } from 'vite';
import * as adminOperations from '../admin/generated/operations.ts';
import * as operations from '../generated/operations.ts';

export const GENERATED = /\/web\/(?:admin\/)?generated\/operations\.ts$/;
export const ONE = '?document=';

const documentsOf = (file: string): Map<string, string> =>
  new Map(
    Object.entries(file.includes('/admin/') ? adminOperations : operations).flatMap(([name, document]) =>
      name.endsWith('Document') ? [[name, document.toString()]] : [],
    ),
  );

/** All documents of the pages. */
export const allDocuments = (): string[] => ['/admin/', ''].flatMap((bundle) => [...documentsOf(bundle).values()]);

/** Makes each document a module of its own. So it is in the chunk of the page that sends it, and not in the one that each page loads. */
export const documents: Plugin = {
  name: 'documents',
  enforce: 'pre',
  resolveId: (id) => (id.includes(ONE) ? id : null),
  load(id) {
    const [file = '', name] = id.split(ONE);
    if (!GENERATED.test(file)) return null;
    const texts = documentsOf(file);
    const code = name
      ? `export const ${name} = ${JSON.stringify(texts.get(name))};`
      : [...texts.keys()].map((one) => `export { ${one} } from ${JSON.stringify(file + ONE + one)};`).join('\n');
    return { code, moduleSideEffects: false };
  },
};
