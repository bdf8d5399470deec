export type Client = {
  ip: string;
  /** At most 512 characters, possibly empty. */
  userAgent: string;
};

/** The languages that a request names, the dearest first: tags of BCP 47. */
export type Reader = { languages: readonly string[] };

/** The request that an act belongs to, as its events name it. */
export type Origin = Client & { requestId: string | null };
