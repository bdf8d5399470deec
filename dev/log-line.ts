import * as z from 'zod';

const WARNING = 40;
const ERROR = 50;

const logLine = z.object({
  level: z.number(),
  msg: z.string(),
  reason: z.string().optional(),
  err: z.object({ message: z.string() }).optional(),
});

export type LogLine = { isError: boolean; isWarning: boolean; text: string };

/** Other text, such as the stack of a crash, counts as an error. */
export function readLogLine(line: string): LogLine {
  const parsed = logLine.safeParse(parseJson(line));
  if (!parsed.success) return { isError: true, isWarning: false, text: line };
  const { level, msg, reason = parsed.data.err?.message } = parsed.data;
  return {
    isError: level >= ERROR,
    isWarning: level >= WARNING && level < ERROR,
    text: reason ? `${msg} (${reason})` : msg,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
