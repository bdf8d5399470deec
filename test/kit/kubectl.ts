import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';

export const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

/** An object of the API of Kubernetes. */
export type Manifest = { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } & object };

const run = promisify(execFile);

/** What `kubectl apply --kustomize` would send. No cluster is asked. */
export async function kustomize(folder: string): Promise<Manifest[]> {
  const { stdout } = await run('kubectl', ['kustomize', folder]);
  return parseAllDocuments(stdout).map((document) => document.toJS());
}
