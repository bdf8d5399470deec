import type { KeyObject } from 'node:crypto';
import type { Database } from '../prisma/client.ts';
import type { Queue } from '../prisma/generated/client/client.ts';
import type { Replicas } from '../prisma/replicas.ts';
import type { Origin } from './client.ts';
import type { Failures } from './events/failures.ts';
import type { SenderSettings } from './mail-events/sender.ts';
import type { Measures } from './measures.ts';
import type { BreachService } from './passwords/breach-service.ts';
import type { Origins } from './portals/origins.ts';
import type { OwnHosts } from './portals/own-hosts.ts';
import type { Providers } from './providers/open-providers.ts';
import type { Streams } from './streams/streams.ts';
import type { Throttles } from './throttles/throttles.ts';

export type App = {
  prisma: Database;
  /** Where `readList` reads. */
  replicas: Pick<Replicas, 'read'>;
  settings: Settings;
  keys: Keys;
  /** The request that is answered. Null in a worker. */
  origin: Origin | null;
  throttles: Throttles;
  failures: Failures;
  origins: Origins;
  ownHosts: OwnHosts;
  /** Which passwords were in a data breach, beyond the list that ships. */
  breaches: BreachService;
  providers: Providers;
  /** Tells subscriptions what changed. */
  streams: Streams;
  /** Called after the commit. Never throws and never waits. If the ring fails, the sweep finds the jobs. */
  ring: (queues: Iterable<Queue>) => void;
  /** What operators see of this process. */
  measures: Measures;
  /** Returns why this process cannot serve, in words that anybody may read, or null if it can. */
  whyNotReady: () => Promise<string | null>;
};

export type Settings = {
  publicUrl: string;
  mailFrom: string;
  /** Null for the name of the product. */
  mailName: string | null;
  mailDomains: MailDomain[];
  /** What an SPF record needs to allow the mail servers, such as `include:_spf.example.com`. Empty if the operator does not say. */
  mailSpf: string[];
  /** Name servers for the records of sending domains. Empty for those of the system. */
  dnsServers: string[];
  /** Where mail servers send reports to. Undefined for the sender of each email. */
  bounceAddress: string | undefined;
  /** Large senders of emails whose reports are taken. */
  senders: SenderSettings;
  verificationTtl: number;
  /** Null for no reminder. */
  unverifiedReminder: number | null;
  unverifiedTtl: number;
  passwordTokenTtl: number;
  resetTtl: number;
  sessionTtl: number;
  sessionIdle: number;
  adminSessionTtl: number;
  adminSessionIdle: number;
  /** False if admins log in only with SSO, as soon as that works. */
  adminPasswordLogin: boolean;
  auditTtl: number;
  /** Where portals may have their pages. Null if the operator does not say: at names that the public DNS can have. */
  portalHosts: PortalHost[] | null;
  /** Null if a proxy in front of us limits the clients. */
  clientLimit: Rate | null;
  /** Of the emails of all portals together. Null for none. */
  mailLimit: Rate | null;
  /** Of the emails of each portal. Null for none. */
  mailLimitPerPortal: Rate | null;
  ssoAllowedPrivateHosts: AllowedHost[];
  /** Undefined if no service is asked. */
  breachedPasswordsUrl: string | undefined;
};

/** For providers on a private network, also over plain http. A null `portal` means all portals. */
export type AllowedHost = { portal: string | null; host: string };

/** A null `portal` means all portals. */
export type MailDomain = { portal: string | null; domain: string };

/** Names and `*.` before a name, without ports; `public` for all names of the public DNS. A null `portal` means all portals. */
export type PortalHost = { portal: string | null; host: string };

/** So many in a time, at most. */
export type Rate = { most: number; perMs: number };

export type Keys = {
  /** The current key first, then the old key during a rotation. */
  mailedTokens: [KeyObject, ...KeyObject[]];
  seals: [KeyObject, ...KeyObject[]];
  /** Of the ids of emails, by which reports about them are recognized. */
  mailIds: [KeyObject, ...KeyObject[]];
  /** A rotation of this key forgets all counts. */
  throttles: KeyObject;
  /** A rotation of this key ends the log-ins with a passkey that are under way. */
  passkeyChallenges: KeyObject;
  /** A rotation of this key makes browsers solve another challenge. */
  botChecks: KeyObject;
};
