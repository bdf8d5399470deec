/** What the lint knows when it looks at a statement. */
export type Look = {
  /** CHECK constraints that say that a column is not null, by their names; of all migrations so far. */
  checks: Map<string, { column: string; isValid: boolean }>;
  /** In this migration, whose transaction holds their locks. */
  constraintsAdded: Set<string>;
  /** In this migration: nobody else knows them yet. */
  tablesCreated: Set<string>;
  /** Whether the release before has it in its data model, and cannot know of this migration. Without a column: the table. */
  isUsed: (table: string, column?: string) => boolean;
  /** Whether the release before may write NULL there. */
  isOptional: (table: string, column: string) => boolean;
};
