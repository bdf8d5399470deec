import type * as z from 'zod';
import { ISSUE_CODES, type Issue, type IssueCode, type Problem } from './issue.ts';

type Found = z.core.$ZodIssue;

export const issuesOf = (error: z.ZodError): Issue[] =>
  error.issues.map((found) => ({ path: found.path.map(String), message: found.message, ...codeOf(found) }));

function codeOf(found: Found): Pick<Problem, 'code' | 'parameters'> {
  if (found.code === 'too_small') return tooSmall(found.origin, Number(found.minimum));
  if (found.code === 'too_big')
    return { code: TOO_BIG[found.origin] ?? 'TOO_HIGH', parameters: { maximum: Number(found.maximum) } };
  if (found.code === 'invalid_value') return { code: 'UNKNOWN_CHOICE' };
  if (found.code === 'invalid_type') return { code: found.input === undefined ? 'REQUIRED' : 'WRONG_TYPE' };
  const { code, parameters } = (found.code === 'custom' && found.params) || {};
  return isIssueCode(code) ? { code, parameters } : { code: 'MALFORMED' };
}

const TOO_SMALL: Record<string, IssueCode> = { string: 'TOO_SHORT', array: 'TOO_FEW' };
const TOO_BIG: Record<string, IssueCode> = { string: 'TOO_LONG', array: 'TOO_MANY' };

function tooSmall(origin: string, minimum: number): Pick<Problem, 'code' | 'parameters'> {
  if (origin === 'string' && minimum === 1) return { code: 'REQUIRED' };
  return { code: TOO_SMALL[origin] ?? 'TOO_LOW', parameters: { minimum } };
}

const isIssueCode = (code: unknown): code is IssueCode => typeof code === 'string' && code in ISSUE_CODES;
