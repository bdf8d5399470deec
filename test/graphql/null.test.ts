import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation();

test.each([
  ['developer', `{ found: developer(id: "${randomUUID()}") { portal { slug } decisions { to } } }`],
  ['ssoTrial', `{ found: ssoTrial(id: "${randomUUID()}") { connection { label } } }`],
  ['portal', '{ found: portal(slug: "Not a slug") { settings { ssoConnections { label } } } }'],
])('%s is null for a stranger, and no error, whatever is asked of it', async (_, document) => {
  const { data, errors } = await gatehouse.graphql<{ found: unknown }>(document);
  expect(errors).toEqual([]);
  expect(data.found).toBeNull();
});
