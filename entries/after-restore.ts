import { onFitNode } from './on-fit-node.ts';

await onFitNode(() => import('../commands/after-restore.ts'));
