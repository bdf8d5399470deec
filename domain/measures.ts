import type { Queue } from '../prisma/generated/client/client.ts';

export type MailServerResult = 'accepted' | 'email' | 'sender' | 'server';

export type JobResult = 'done' | 'retried' | 'failed' | 'postponed';

/** What a process counts and times about itself, for its operators. Nothing here waits or throws, and no client can make it grow. */
export type Measures = {
  /** A request that was answered, or that the client left. `seconds` is null for one that has no length, such as a subscription. */
  request: (operation: string, result: string, seconds: number | null) => void;
  /** An act and its result, as the log has them. */
  act: (act: string, result: string) => void;
  /** What an act of a stranger had in `botCheck`, at a portal that asked for a solution. */
  botCheck: (result: 'passed' | 'MISSING' | 'WRONG' | 'EXPIRED' | 'USED') => void;
  logIn: (realm: 'developer' | 'admin', result: string) => void;
  /** An error that clients do not see. */
  unexpectedError: () => void;
  /** Decisions that were committed, by the type of their event and the kind of their actor. */
  decisions: (event: string, actor: string, count: number) => void;
  /** One attempt at a job. */
  job: (name: string, result: JobResult, seconds: number) => void;
  /** An email that the mail server took, this long after it could have been sent. */
  mail: (seconds: number) => void;
  /** An email that a mail server (host and port) accepted, refused with its recipient, its text or its sender, or failed to answer about. */
  mailServer: (server: string, result: MailServerResult) => void;
  /** Whether a mail server is used. */
  mailServerUp: (server: string, isUp: boolean) => void;
  /** Jobs that the sweep found late. */
  swept: (queue: Queue, count: number) => void;
};

/** Of a process that nobody asks. */
export const unmeasured: Measures = {
  request: () => undefined,
  act: () => undefined,
  botCheck: () => undefined,
  logIn: () => undefined,
  unexpectedError: () => undefined,
  decisions: () => undefined,
  job: () => undefined,
  mail: () => undefined,
  mailServer: () => undefined,
  mailServerUp: () => undefined,
  swept: () => undefined,
};
