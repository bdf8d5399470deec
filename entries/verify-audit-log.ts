import { onFitNode } from './on-fit-node.ts';

await onFitNode(() => import('../commands/verify-audit-log.ts'));
