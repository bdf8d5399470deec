import { readFileSync } from 'node:fs';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';

const FOLDER = new URL('.', import.meta.url);
/** A place in a file: its folder, name, line and column. */
const PLACE = /(file:\/\/\S*\/)([\w-]+\.js):(\d+):(\d+)/g;

const maps = new Map<string, TraceMap>();

/**
 * Says of each line of a stack where it stands in the sources. The map of a built file is read when the first error shows it: under
 * `node --enable-source-maps` a process would read all of them at its start, and hold 30 MB more. The process answers nobody
 * meanwhile. `SourceMap` of Node takes three times as long.
 */
export const inSources = (stack: string): string =>
  stack.replaceAll(PLACE, (place, folder: string, file: string, line: string, column: string) => {
    const map = folder === FOLDER.href && mapOf(file);
    if (!map) return place;
    // Stacks count columns from 1, and the library from 0.
    const origin = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
    return origin.source === null ? place : `${origin.source.replace(/^(\.\.\/)+/, '')}:${origin.line}:${origin.column + 1}`;
  });

function mapOf(file: string): TraceMap | undefined {
  const known = maps.get(file);
  if (known) return known;
  try {
    const map = new TraceMap(readFileSync(new URL(`${file}.map`, FOLDER), 'utf8'));
    maps.set(file, map);
    return map;
  } catch {
    // Sources that run as they are have no map.
    return undefined;
  }
}
