import { evaluateApproval as evaluate } from '../../domain/developers/evaluate-approval.ts';
import type { Handler } from './index.ts';

export const evaluateApproval: Handler<'evaluateApproval'> = ({ app }, { developerId }) => evaluate(app, developerId);
