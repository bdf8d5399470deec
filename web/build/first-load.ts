import { join } from 'node:path';
import type { Rolldown } from 'vite';
import { GENERATED, ONE } from './documents.ts';

const WEB = join(import.meta.dirname, '..');
const DOCUMENT = /\b\w+Document\b/g;

const found = new Map<string, Set<string>>();

/** All modules that one imports, with or without those that it loads later. */
function closureOf(entry: string, graph: Rolldown.ChunkingContext, andLater: boolean): Set<string> {
  const known = found.get(entry);
  if (known) return known;
  const modules = new Set<string>();
  const next = [entry];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (modules.has(id)) continue;
    modules.add(id);
    next.push(...importsOf(id, graph, andLater));
  }
  found.set(entry, modules);
  return modules;
}

/** The module of all documents names each, so it is those who import it that tell which they need. */
function importsOf(id: string, graph: Rolldown.ChunkingContext, andLater: boolean): string[] {
  const module = graph.getModuleInfo(id);
  if (!module || GENERATED.test(id)) return [];
  const documents = [...new Set(module.code?.match(DOCUMENT))];
  return [
    ...module.importedIds.flatMap((one) => (GENERATED.test(one) ? [one, ...documents.map((name) => one + ONE + name)] : one)),
    ...(andLater ? module.dynamicallyImportedIds : []),
  ];
}

/**
 * Puts what each page of a portal needs into three files: what asks the API, which runs while the others are still on their way, what the pages of admins
 * need as well, and the rest. Otherwise it would be twenty small files, and browsers ask for six at once over HTTP/1.1.
 */
export const firstLoad: Rolldown.CodeSplittingGroup = {
  name: (id, graph) => {
    if (closureOf(join(WEB, 'first-answer.ts'), graph, false).has(id)) return 'first-answer';
    if (!closureOf(join(WEB, 'main.tsx'), graph, false).has(id)) return null;
    return closureOf(join(WEB, 'admin/main.tsx'), graph, true).has(id) ? 'common' : 'portal';
  },
  includeDependenciesRecursively: false,
};
