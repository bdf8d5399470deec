import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DefinitionNode, Kind, parse, print } from 'graphql';
import { present } from '../kit/present.ts';

/** Finds the text that a client of a release sends in the place of a document of today. */
export type Translate = (document: object | string) => string;

/** A client that was written for a release asks both releases in the words of that one. @param folder where the release is */
export async function documentsOf(folder: string): Promise<Translate> {
  const operations = join(folder, 'test/kit/operations');
  const texts = await Promise.all((await readdir(operations)).map((file) => readFile(join(operations, file), 'utf8')));
  const named = new Map(texts.flatMap((text) => parse(text).definitions).map((node) => [nameOf(node), node]));
  return (document) => {
    if (typeof document === 'string') return document;
    const [operation] = parse(String(document)).definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const name = operation && nameOf(operation);
    const wanted = new Set<DefinitionNode>();
    const add = (node: DefinitionNode) => {
      if (wanted.has(node)) return;
      wanted.add(node);
      for (const [, fragment = ''] of print(node).matchAll(/\.\.\.(\w+)/g)) add(present(named.get(fragment)));
    };
    add(present(named.get(name ?? ''), `the operation ${name} in the release before`));
    return [...wanted].map((node) => print(node)).join('\n');
  };
}

const nameOf = (node: DefinitionNode): string => ('name' in node && node.name ? node.name.value : '');
