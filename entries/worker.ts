import { onFitNode } from './on-fit-node.ts';

await onFitNode(() => import('../worker/main.ts'));
