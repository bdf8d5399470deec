import { Client } from 'pg';
import { onTestFinished, vi } from 'vitest';

type Node = {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
};

/** How PostgreSQL answers a statement: by which indexes, which tables it reads from end to end, and the most rows that a step reads. */
export type Plan = { statement: string; indexes: string[]; scanned: string[]; read: number };

/** The plans of the statements about a table that `act` sends, with their values. They are run once more. */
export async function plansOf(databaseUrl: string, table: string, act: () => Promise<unknown>): Promise<Plan[]> {
  const query = vi.spyOn(Client.prototype, 'query');
  onTestFinished(() => query.mockRestore());
  await act();
  const calls: unknown[] = query.mock.calls.map(([statement]) => statement);
  query.mockRestore();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const plans: Plan[] = [];
    for (const call of calls) if (isAbout(table, call)) plans.push(await planOf(client, call));
    return plans;
  } finally {
    await client.end();
  }
}

type Statement = { text: string; values: unknown[] };

const isAbout = (table: string, call: unknown): call is Statement =>
  call instanceof Object && new RegExp(`\\bFROM ("public"\\.)?"?${table}\\b`).test(String(Reflect.get(call, 'text')));

async function planOf(client: Client, { text, values }: Statement): Promise<Plan> {
  const { rows } = await client.query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, values);
  const nodes = all(rows[0]['QUERY PLAN'][0].Plan);
  return {
    statement: text,
    indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
    scanned: nodes.filter((node) => node['Node Type'] === 'Seq Scan').flatMap((node) => node['Relation Name'] ?? []),
    read: Math.max(...nodes.map(readBy)),
  };
}

const all = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(all)];

const readBy = (node: Node): number =>
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) *
  node['Actual Loops'];
