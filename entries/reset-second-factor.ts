import { onFitNode } from './on-fit-node.ts';

await onFitNode(() => import('../commands/reset-second-factor.ts'));
