import { readFile, writeFile } from 'node:fs/promises';
import { NOT_BUNDLED } from './not-bundled.ts';

// For the image: leaves in package.json what the built processes need, so that `npm install` installs nothing else, and the versions of the
// lock file.
const { dependencies, devDependencies: _, scripts: __, ...manifest } = JSON.parse(await readFile('package.json', 'utf8'));
const kept = Object.fromEntries(NOT_BUNDLED.map((name) => [name, dependencies[name]]));
await writeFile('package.json', `${JSON.stringify({ ...manifest, dependencies: kept }, null, 2)}\n`);
