import type { AlterTableCmd, Constraint, Node } from 'libpg-query';
import type { Look } from './look.ts';

type Rule = (command: AlterTableCmd, table: string, look: Look) => string[];

const none: Rule = () => [];

/** What may be done to a table that has rows and writers. What is not listed here is refused. */
const RULES: Record<string, Rule> = {
  AT_AddColumn: addColumn,
  AT_AddConstraint: addConstraint,
  AT_ValidateConstraint: validate,
  AT_SetNotNull: setNotNull,
  AT_ColumnDefault: ({ name = '', def }, table, look) =>
    !def && look.isUsed(table, name) ? [`DROP DEFAULT of ${table}.${name}: the release before may insert without it`] : [],
  AT_DropColumn: ({ name = '' }, table, look) =>
    look.isUsed(table, name) ? [`DROP COLUMN ${table}.${name}: the release before uses it; drop it one release later`] : [],
  AT_AlterColumnType: ({ name }, table) => [
    `ALTER COLUMN ${table}.${name} TYPE: it rewrites the table under a lock; add a column, and drop the old one later`,
  ],
  AT_DropNotNull: none,
  AT_DropConstraint: none,
  AT_SetStatistics: none,
  AT_SetOptions: none,
  AT_SetRelOptions: none,
};

/** What one part of an ALTER TABLE does wrong. */
export function alterTable(command: AlterTableCmd, table: string, look: Look): string[] {
  const rule = RULES[command.subtype ?? ''];
  return rule ? rule(command, table, look) : [`${command.subtype} on ${table}: this lint does not know it`];
}

function addColumn({ def }: AlterTableCmd, table: string): string[] {
  const column = def && 'ColumnDef' in def ? def.ColumnDef : {};
  const place = `ADD COLUMN ${table}.${column.colname}`;
  const constraints = (column.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
  const fallback = constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr;
  const isSerial = (column.typeName?.names ?? []).some((node) => 'String' in node && /serial/.test(node.String.sval ?? ''));
  const refused = constraints.flatMap(({ contype }) => {
    if (contype === 'CONSTR_NOTNULL' && !fallback)
      return [`${place} NOT NULL without a default: the release before inserts rows without it`];
    if (contype === 'CONSTR_CHECK') return [`${place} with a CHECK: add it NOT VALID, as a constraint of its own`];
    if (contype === 'CONSTR_FOREIGN' && fallback) return [`${place} with a default and REFERENCES: it reads the whole table`];
    if (contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY') return [`${place} with an index: make that CONCURRENTLY`];
    if (contype === 'CONSTR_GENERATED' || contype === 'CONSTR_IDENTITY')
      return [`${place} that is generated: it rewrites the table`];
    return [];
  });
  if (isSerial) refused.push(`${place} that is serial: it rewrites the table`);
  if (fallback && !isConstant(fallback)) refused.push(`${place} with a default for each row: it rewrites the table`);
  return refused;
}

/** The same for all rows, so that PostgreSQL notes it once. */
function isConstant(node: Node): boolean {
  if ('TypeCast' in node) return !!node.TypeCast.arg && isConstant(node.TypeCast.arg);
  if ('A_ArrayExpr' in node) return (node.A_ArrayExpr.elements ?? []).every(isConstant);
  if ('FuncCall' in node) {
    const name = node.FuncCall.funcname?.at(-1);
    return !!name && 'String' in name && name.String.sval === 'now';
  }
  return 'A_Const' in node || 'SQLValueFunction' in node;
}

function addConstraint({ def }: AlterTableCmd, table: string, look: Look): string[] {
  const constraint: Constraint = def && 'Constraint' in def ? def.Constraint : {};
  const { conname = '', contype, skip_validation, indexname, raw_expr } = constraint;
  const column = contype === 'CONSTR_CHECK' && raw_expr && columnNotNull(raw_expr);
  if (column) look.checks.set(conname, { column: `${table}.${column}`, isValid: !skip_validation });
  look.constraintsAdded.add(conname);
  if (indexname || skip_validation) return [];
  if (contype === 'CONSTR_CHECK' || contype === 'CONSTR_FOREIGN')
    return [
      `ADD CONSTRAINT ${conname} on ${table}: it reads the whole table under a lock; add it NOT VALID, and validate it in the next`,
    ];
  return [`ADD CONSTRAINT ${conname} on ${table}: it makes an index under a lock; make it CONCURRENTLY, then USING INDEX`];
}

/** For `column IS NOT NULL`. */
function columnNotNull(node: Node): string | null {
  if (!('NullTest' in node) || node.NullTest.nulltesttype !== 'IS_NOT_NULL') return null;
  const { arg } = node.NullTest;
  const field = arg && 'ColumnRef' in arg ? arg.ColumnRef.fields?.at(-1) : undefined;
  return field && 'String' in field ? (field.String.sval ?? null) : null;
}

function validate({ name = '' }: AlterTableCmd, table: string, look: Look): string[] {
  const check = look.checks.get(name);
  if (check) check.isValid = true;
  return look.constraintsAdded.has(name)
    ? [`VALIDATE CONSTRAINT ${name} on ${table}: the lock that added it is still held; validate it in the next migration`]
    : [];
}

function setNotNull({ name = '' }: AlterTableCmd, table: string, look: Look): string[] {
  const isProved = [...look.checks.values()].some(({ column, isValid }) => isValid && column === `${table}.${name}`);
  if (!isProved)
    return [
      `SET NOT NULL on ${table}.${name}: it reads the whole table under a lock; validate a CHECK (${name} IS NOT NULL) first`,
    ];
  return look.isOptional(table, name) ? [`SET NOT NULL on ${table}.${name}: the release before may write NULL`] : [];
}
