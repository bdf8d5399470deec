import { adminTabs } from './admin-tabs.ts';
import { flowTabs } from './flow-tabs.ts';
import { operatorTabs } from './operator-tabs.ts';

/** One or more operations, and what they share of variables. */
export type Tab = { query: string; variables: Record<string, unknown> };

/** What GraphiQL opens with: enough for all that an admin does, without a look into the schema. */
export const tabs: Tab[] = [...flowTabs, ...adminTabs, ...operatorTabs];
