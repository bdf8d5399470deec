import type { IncomingHttpHeaders } from 'node:http';
import type { Report, Reporter } from '../mail-states/report.ts';

/** A request that claims to come from a sender, and the time by the clock of the database. */
export type Delivered = { headers: IncomingHttpHeaders; body: string; now: () => Promise<Date> };

/** Nothing proves that the sender made the request. The message is for the log. */
export class Forged extends Error {}

/** The sender made the request, but it has not the documented form. The message is for the log. */
export class Unreadable extends Error {}

/**
 * SNS sends at most as much, and Postmark and Mailgun send one event at a time.
 * @limit bytes: Report of Amazon SES, Postmark or Mailgun at `/mail-events/`. Beyond: 413.
 */
export const LONGEST_REPORT = 256 * 1024;

/** How one large sender of emails reports what became of them. */
export type Sender = {
  reporter: Reporter;
  /** The most bytes of one report. */
  longest: number;
  /**
   * Checks who made the request, and reads the reports in it. What is no report of a failure or a complaint is left out.
   * @throws Forged or Unreadable
   */
  read: (delivered: Delivered) => Report[] | Promise<Report[]>;
};

/** What each sender needs to be believed. Undefined: reports of this sender are off. */
export type SenderSettings = {
  /** The ARN of the topic that Amazon SES publishes to. */
  sesTopic: string | undefined;
  postmarkPassword: string | undefined;
  mailgunKey: string | undefined;
  /** The public key in base64 (SPKI, DER). */
  sendgridKey: string | undefined;
};

/** @throws Unreadable */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable('it is not JSON');
  }
}
