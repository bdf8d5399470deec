import { Refusal } from './refuse.ts';

/** A part of the whole, from 0 to 1. @throws Refusal */
export function readShare(text: string): number {
  if (!/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(text)) throw new Refusal('must be a number from 0 to 1, such as 0.1');
  return Number(text);
}
