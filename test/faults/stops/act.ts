import type { NameServer } from '../../kit/dns.ts';
import type { Installation } from '../../kit/installation.ts';
import type { Issuer } from '../../kit/issuer.ts';
import type { Connection } from '../../kit/sso.ts';

/** What acts are tried on. */
export type Ground = {
  gatehouse: Installation;
  /** The session of the OWNER. */
  owner: string;
  issuer: Issuer;
  /** Where workers look up the records of senders. */
  dns: NameServer;
  /** How people come in at the portal `demo`. */
  connection: Connection;
  /** How admins come in. */
  company: Omit<Connection, 'portal'>;
};

/** Sends one act, to whichever server is given; each call sends the same. */
export type Send = (site: Installation) => Promise<unknown>;

/**
 * Brings a subject of its own to where the act is possible.
 * @param tag stands in the email addresses and names of the subject, and tells its rows from those of others
 */
export type Act = (ground: Ground, tag: string) => Promise<Send>;

export const emailOf = (tag: string): string => `${tag}@stops.test`;

/** A portal client on another origin. */
export const CLIENT = 'https://client.stops.test';
export const CALLBACK = `${CLIENT}/sso/callback`;

export const isSuccess = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && '__typename' in answer && /Success$/.test(String(answer.__typename));
