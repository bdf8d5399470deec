/** A spreadsheet would run a cell that begins so as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * One line of a CSV file, as RFC 4180 writes it. A cell that a spreadsheet would take for a formula gets an apostrophe in front, because people
 * type these texts: https://owasp.org/www-community/attacks/CSV_Injection
 */
export const csvLine = (cells: string[]): string => `${cells.map(cellOf).join(',')}\r\n`;

function cellOf(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
