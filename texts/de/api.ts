import type { ApiTexts } from '../api-texts.ts';
import errors from './api/errors.json' with { type: 'json' };
import issues from './api/issues.json' with { type: 'json' };

export const api: ApiTexts = { errors, issues };
