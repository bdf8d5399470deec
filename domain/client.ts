/** The caller of a request, as sessions, links and limits know it. */
export type Client = {
  /** An IPv4 or IPv6 address. */
  ip: string;
  /** Its `User-Agent` header: at most 512 characters, perhaps empty. */
  userAgent: string;
};
