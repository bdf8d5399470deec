import { evaluatePending as evaluate } from '../../domain/developers/evaluate-pending.ts';
import type { Handler } from './index.ts';

export const evaluatePending: Handler<'evaluatePending'> = ({ app }, { portalId }) => evaluate(app, portalId);
