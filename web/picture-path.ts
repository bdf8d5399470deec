/** Pictures are loaded from the host of the page, because the pages may load nothing from another one. */
export const picturePath = (url: string): string => new URL(url).pathname;
