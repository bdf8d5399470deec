import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';

const FOLDER = new URL('.', import.meta.url);
/** A place in a file: its folder, name, line and column. */
const PLACE = /(file:\/\/\S*\/)([\w-]+\.js):(\d+):(\d+)/g;

const maps = new Map<string, SourceMap>();

/**
 * Says of each line of a stack where it stands in the sources. The map of a built file is read when the first error shows it: under
 * `node --enable-source-maps` a process would read all of them at its start, and hold 30 MB more. It answers nobody meanwhile, which
 * takes a tenth of a second, because `dev/build.ts` leaves the places in libraries out.
 */
export const inSources = (stack: string): string =>
  stack.replaceAll(PLACE, (place, folder: string, file: string, line: string, column: string) => {
    const origin = folder === FOLDER.href && mapOf(file)?.findOrigin(Number(line), Number(column));
    if (!origin || !('fileName' in origin)) return place;
    return `${origin.fileName.replace(/^(\.\.\/)+/, '')}:${origin.lineNumber}:${origin.columnNumber}`;
  });

function mapOf(file: string): SourceMap | undefined {
  const known = maps.get(file);
  if (known) return known;
  try {
    const map = new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`, FOLDER), 'utf8')));
    maps.set(file, map);
    return map;
  } catch {
    // Sources that run as they are have no map.
    return undefined;
  }
}
