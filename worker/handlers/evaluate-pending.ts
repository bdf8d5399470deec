import { evaluatePending as evaluate } from '../../domain/developers/evaluate-approval.ts';
import type { Handler } from './index.ts';

export const evaluatePending: Handler<'evaluatePending'> = ({ app }, { portalId }) => evaluate(app, portalId);
