import { onFitNode } from './on-fit-node.ts';

await onFitNode(() => import('../dev/start.ts'));
