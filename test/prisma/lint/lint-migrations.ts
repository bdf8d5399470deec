import { loadModule, type Node, parseSync } from 'libpg-query';
import { indexMadeBeside } from '../../../prisma/index-made-beside.ts';
import { alterTable } from './alter-table.ts';
import type { DataModel } from './data-model.ts';
import type { Look } from './look.ts';

export type Migration = { name: string; sql: string };

/**
 * Tables whose rows an operator or an admin makes by hand, or of which there is one for a portal or an admin: a lock on them lasts for
 * milliseconds. All others can have millions of rows.
 */
const SMALL = new Set(
  [
    ['portals', 'admins', 'admin_roles', 'admin_invitations', 'admin_invitation_roles', 'admin_sso_identities', 'installation'],
    ['api_tokens', 'api_token_roles', 'approval_rules_versions', 'reason_templates', 'sso_connections', 'event_checkpoints'],
  ].flat(),
);

await loadModule();

/**
 * What migrations do that stops those who write, or that breaks the release before, which goes on beside them.
 * @param migrations all, in their order
 * @param baseline the last one that is not checked
 * @param before the data model of the release before, and the migrations that it has
 */
export function lintMigrations(
  migrations: Migration[],
  baseline: string,
  before: { dataModel: DataModel; migrations: string[] },
): string[] {
  const checks: Look['checks'] = new Map();
  return migrations.flatMap(({ name, sql }) => {
    const isNew = !before.migrations.includes(name);
    const look: Look = {
      checks,
      constraintsAdded: new Set(),
      tablesCreated: new Set(),
      isUsed: (table, column) =>
        isNew && (column === undefined ? before.dataModel.has(table) : !!before.dataModel.get(table)?.has(column)),
      isOptional: (table, column) => isNew && !!before.dataModel.get(table)?.get(column)?.isOptional,
    };
    const statements = (parseSync(sql).stmts ?? []).flatMap(({ stmt }) => stmt ?? []);
    const problems = statements.flatMap((statement) => problemsOf(statement, look, sql, statements.length));
    return name > baseline ? problems.map((problem) => `${name}: ${problem}`) : [];
  });
}

function problemsOf(statement: Node, look: Look, sql: string, statements: number): string[] {
  if ('CreateStmt' in statement) {
    look.tablesCreated.add(statement.CreateStmt.relation?.relname ?? '');
    return [];
  }
  if ('AlterTableStmt' in statement) {
    const { relation, cmds = [] } = statement.AlterTableStmt;
    const table = relation?.relname ?? '';
    const problems = cmds.flatMap((node) => ('AlterTableCmd' in node ? alterTable(node.AlterTableCmd, table, look) : []));
    return look.tablesCreated.has(table) ? [] : SMALL.has(table) ? problems.filter(breaksOthers) : problems;
  }
  if ('IndexStmt' in statement) {
    const { concurrent, relation, idxname } = statement.IndexStmt;
    const table = relation?.relname ?? '';
    if (concurrent)
      return statements > 1 || !indexMadeBeside(sql)
        ? [`CREATE INDEX CONCURRENTLY ${idxname}: it must be alone in its migration, with IF NOT EXISTS`]
        : [];
    return isFree(table, look) ? [] : [`CREATE INDEX ${idxname} on ${table}: nobody can write meanwhile; make it CONCURRENTLY`];
  }
  if ('RenameStmt' in statement) {
    const { relation, renameType, subname } = statement.RenameStmt;
    const table = relation?.relname ?? '';
    const isUsed =
      renameType === 'OBJECT_COLUMN' ? look.isUsed(table, subname) : renameType === 'OBJECT_TABLE' && look.isUsed(table);
    return isUsed ? [`RENAME of ${subname ? `${table}.${subname}` : table}: the release before uses this name`] : [];
  }
  if ('DropStmt' in statement) return dropped(statement.DropStmt.objects ?? [], statement.DropStmt.removeType ?? '', look);
  if ('UpdateStmt' in statement || 'DeleteStmt' in statement) {
    const { relation } = 'UpdateStmt' in statement ? statement.UpdateStmt : statement.DeleteStmt;
    const table = relation?.relname ?? '';
    return isFree(table, look)
      ? []
      : [`UPDATE or DELETE of ${table}: it holds what it changes until the end; let a worker do it by and by`];
  }
  if ('AlterEnumStmt' in statement && statement.AlterEnumStmt.oldVal)
    return ['RENAME VALUE: the release before uses this value'];
  const kind = Object.keys(statement)[0] ?? '';
  return HARMLESS.includes(kind) ? [] : [`${REFUSED[kind] ?? kind}: this lint does not know what it locks`];
}

/** A table that has no rows yet, or few. */
const isFree = (table: string, look: Look) => look.tablesCreated.has(table) || SMALL.has(table);
/** Where a lock does no harm, this still does. */
const breaksOthers = (problem: string) => problem.includes('the release before');

function dropped(objects: Node[], kind: string, look: Look): string[] {
  if (kind !== 'OBJECT_TABLE') return [];
  const names = objects.map((node) => ('List' in node ? node.List.items?.at(-1) : node));
  return names
    .map((node) => (node && 'String' in node ? (node.String.sval ?? '') : ''))
    .filter((table) => look.isUsed(table))
    .map((table) => `DROP TABLE ${table}: the release before uses it; drop it one release later`);
}

const HARMLESS = [
  ...['CreateEnumStmt', 'AlterEnumStmt', 'CreateFunctionStmt', 'CreateTrigStmt', 'InsertStmt', 'CreateSeqStmt', 'CommentStmt'],
  ...['CreateSchemaStmt', 'CreateExtensionStmt', 'CreateDomainStmt', 'ViewStmt', 'CreateStatsStmt'],
];
const REFUSED: Record<string, string> = {
  DoStmt: 'DO',
  TransactionStmt: 'BEGIN or COMMIT',
  VariableSetStmt: 'SET',
  LockStmt: 'LOCK',
  TruncateStmt: 'TRUNCATE',
};
