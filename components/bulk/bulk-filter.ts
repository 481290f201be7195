/** A list's input without what only orders its rows. */
export function bulkFilter(input: Record<string, unknown>): Record<string, unknown> {
  const { dir: _dir, sort: _sort, ...filter } = input;
  return filter;
}
