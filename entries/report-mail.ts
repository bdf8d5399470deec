import { onFitNode } from './on-fit-node.ts';

await onFitNode(() => import('../commands/report-mail.ts'));
