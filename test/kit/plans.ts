import { Client, escapeLiteral } from 'pg';
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

/**
 * The plans of the statements about a table that `act` sends, with their values. They are run once more.
 * @param made `FOR_ALL_VALUES` as the server plans a statement, unless that asks for a plan for its values
 */
export async function plansOf(
  databaseUrl: string,
  table: string,
  act: () => Promise<unknown>,
  made: 'FOR_ITS_VALUES' | 'FOR_ALL_VALUES' = 'FOR_ITS_VALUES',
): Promise<Plan[]> {
  const query = vi.spyOn(Client.prototype, 'query');
  onTestFinished(() => query.mockRestore());
  await act();
  const calls: unknown[] = query.mock.calls.map(([statement]) => statement);
  query.mockRestore();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const plans: Plan[] = [];
    const explain = made === 'FOR_ITS_VALUES' ? explainForItsValues : explainForAllValues;
    for (const call of calls) if (isAbout(table, call)) plans.push(planIn(call.text, await explain(client, call)));
    return plans;
  } finally {
    await client.end();
  }
}

type Statement = { text: string; values: unknown[] };

const isAbout = (table: string, call: unknown): call is Statement =>
  call instanceof Object && new RegExp(`\\bFROM ("public"\\.)?"?${table}\\b`).test(String(Reflect.get(call, 'text')));

const EXPLAIN = 'EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)';

type Explained = { 'QUERY PLAN': [{ Plan: Node }] };

async function explainForItsValues(client: Client, { text, values }: Statement): Promise<Explained> {
  return (await client.query(`${EXPLAIN} ${text}`, values)).rows[0];
}

async function explainForAllValues(client: Client, { text, values }: Statement): Promise<Explained> {
  await client.query(`SET plan_cache_mode = force_generic_plan; PREPARE held AS ${text}`);
  const { rows } = await client.query(
    `${EXPLAIN} EXECUTE held${values.length > 0 ? `(${values.map(literal).join(', ')})` : ''}`,
  );
  await client.query('DEALLOCATE held');
  return rows[0];
}

const literal = (value: unknown): string => escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : textOf(value));

const textOf = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));

function planIn(text: string, explained: Explained): Plan {
  const nodes = all(explained['QUERY PLAN'][0].Plan);
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
