export type Client = {
  ip: string;
  /** At most 512 characters, possibly empty. */
  userAgent: string;
};
