import { rm } from 'node:fs/promises';

/** Removes the folder of a program that was ended. What it started can write for a moment longer, and then a folder is not empty. */
export const removeFolder = async (path: string): Promise<void> =>
  await rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
