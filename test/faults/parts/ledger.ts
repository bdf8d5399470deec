import { setTimeout } from 'node:timers/promises';
import { type ExpectStatic, vi } from 'vitest';
import { SignUpDocument } from '../../generated/operations.ts';
import type { RequestOptions } from '../../kit/graphql.ts';
import { tokenIn } from '../../kit/people.ts';
import type { ProcessSite } from '../../kit/processes.ts';
import type { Mail } from '../../kit/smtp.ts';
import type { Accepted } from './rude-smtp.ts';

/** I5 says 5 seconds; one more, because many of these tests share a machine, and who asks has to wait for the processor, too. */
const LONGEST_CALL_MS = 6_000;
const MASKED = 'Something went wrong on our side.';
/** R59. */
const AFTER_FAULT = { timeout: 120_000, interval: 100 };
/** Longer than a worker needs to send what it claimed: a copy too many would come in it. */
const QUIET_MS = 1_500;

type Outcome = 'promised' | 'refused' | 'unanswered';

type Rules = { copies?: (email: string) => number; excused?: string[]; variants?: string[]; mayHaveCommitted?: boolean };

export type Ledger = {
  /** What each address was answered. `unanswered` means that the connection broke, or that the answer says so: anything may be true. */
  outcomes: Map<string, Outcome>;
  /** Asks once. @returns what it was answered; also a refusal must be in words that we chose, and in time */
  signUp: (email: string, options?: RequestOptions) => Promise<Outcome>;
  /**
   * Waits until each promise is kept, then checks that nothing was sent beyond.
   * @param excused addresses whose mail was refused for good
   * @param copies that the mail to an address may have in all: one, and one for each crash
   * @param variants addresses that asked more than once, each time for another mail
   * @param mayHaveCommitted whether a connection could break between a commit and the news of it
   */
  settle: (rules?: Rules) => Promise<void>;
};

/** Compares each answer of the API with what the mail server accepted. */
export function openLedger(site: ProcessSite, accepted: () => Accepted[], expect: ExpectStatic): Ledger {
  const outcomes = new Map<string, Outcome>();
  const faults: string[] = [];
  const ask = async (email: string, options?: RequestOptions): Promise<Outcome> => {
    const input = { portal: 'demo', email, fullName: 'Ada Lovelace' };
    const answer = await site.graphql(SignUpDocument, { input }, options).catch(() => null);
    if (!answer) return 'unanswered';
    const [error] = answer.errors;
    if (!error) return answer.data.signUp?.__typename === 'SignUpSuccess' ? 'promised' : 'refused';
    if (error.extensions?.code === 'TIMEOUT') return 'unanswered';
    const isMasked = error.extensions?.code === 'INTERNAL_SERVER_ERROR' && error.message.startsWith(MASKED);
    if (!isMasked) faults.push(answer.text);
    return 'refused';
  };
  return {
    outcomes,
    signUp: async (email, options) => {
      const startedAt = performance.now();
      const outcome = await ask(email, options);
      const ms = Math.round(performance.now() - startedAt);
      if (ms > LONGEST_CALL_MS) faults.push(`${email} waited ${ms} ms and was ${outcome}`);
      outcomes.set(email, outcome);
      return outcome;
    },
    settle: async ({ copies = () => 1, excused = [], variants = [], mayHaveCommitted = false } = {}) => {
      expect(faults).toEqual([]);
      const to = (wanted: Outcome) => [...outcomes].filter(([, outcome]) => outcome === wanted).map(([email]) => email);
      const promised = to('promised').filter((email) => !excused.includes(email));
      const lost = () => {
        const mailed = new Set(accepted().flatMap(({ recipients }) => recipients));
        return promised.filter((email) => !mailed.has(email));
      };
      const unfinished = () => site.sql('SELECT name, status, attempt, last_error FROM jobs WHERE finished_at IS NULL');
      await vi.waitFor(() => expect(lost(), 'promised, but not mailed').toEqual([]), AFTER_FAULT);
      await vi.waitFor(async () => expect(await unfinished()).toEqual([]), AFTER_FAULT);
      await setTimeout(QUIET_MS);

      const mails = Map.groupBy(accepted(), ({ recipients }) => recipients.join());
      const ghosts = mayHaveCommitted ? [] : [...excused, ...to('refused')].filter((email) => mails.has(email));
      expect(ghosts, 'mailed, but refused').toEqual([]);
      const unknown = [...mails.keys()].filter((email) => !outcomes.has(email));
      expect(unknown, 'mailed, but never asked for').toEqual([]);
      const tooMany = [...mails]
        .filter(([email, sent]) => sent.length > copies(email))
        .map(([email, sent]) => [email, sent.length]);
      expect(tooMany, 'mailed too often').toEqual([]);
      const different = [...mails].filter(
        ([email, sent]) => !variants.includes(email) && new Set(sent.map(({ messageId, token }) => messageId + token)).size > 1,
      );
      expect(different, 'copies with another Message-ID or link').toEqual([]);
    },
  };
}

/** What the inbox of the kit has taken. */
export const takenBy = (mails: Mail[]): Accepted[] =>
  mails.map((mail) => ({ recipients: mail.recipients, messageId: mail.messageId, token: tokenIn(mail) }));
