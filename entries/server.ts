import { onFitNode } from './on-fit-node.ts';

await onFitNode(() => import('../server/main.ts'));
