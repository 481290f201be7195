/**
 * Whether a text is an instant exactly as `toISOString` writes it. A pattern is not enough for what goes on to the
 * database: that knows no 31st of February.
 */
export function isInstant(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString() === text;
}
