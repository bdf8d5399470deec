import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { InvalidEnvironment } from '../../config.ts';

/** A document that clients can send as the SHA-256 hash of its text, and the manifest that lists it. */
type KnownDocument = { text: string; manifest: string };

/** Known documents by their hash, in hexadecimal digits. */
export type KnownDocuments = ReadonlyMap<string, KnownDocument>;

/** The hash of a document, in hexadecimal digits. */
export const hashOf = (text: string): string => hash('sha256', text);
/** The digits of a hash as a client writes it: GraphQL over HTTP puts the algorithm before them. */
export const digitsOf = (name: string): string => name.replace(/^sha256:/, '');

/**
 * Reads manifests: JSON objects of hashes and texts, as GraphQL Codegen writes them.
 * @throws InvalidEnvironment that names what cannot be read, and each entry whose hash is not that of its text
 */
export function readDocuments(manifests: string[]): KnownDocuments {
  return new Map(manifests.flatMap(readManifest));
}

function readManifest(manifest: string): [string, KnownDocument][] {
  return Object.entries(parseManifest(manifest)).map(([name, text]) => {
    const digits = digitsOf(name);
    if (typeof text !== 'string' || hashOf(text) !== digits)
      throw unusable(manifest, name, 'is not the SHA-256 of its document');
    return [digits, { text, manifest }];
  });
}

function parseManifest(manifest: string): object {
  try {
    const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
    if (parsed instanceof Object && !Array.isArray(parsed)) return parsed;
  } catch {
    // Thrown below, without the parser's message, which quotes the file.
  }
  throw new InvalidEnvironment(
    `${manifest} cannot be read as a manifest: a JSON object of hashes and documents. TRUSTED_DOCUMENTS names it, or \`npm run build\` makes it.`,
  );
}

/** The error for a bad entry of a manifest. @param why what is wrong with it, to follow its hash in the message */
export const unusable = (manifest: string, name: string, why: string): InvalidEnvironment =>
  new InvalidEnvironment(`A document of ${basename(manifest)} cannot be trusted.\n  ${name} ${why}`);
