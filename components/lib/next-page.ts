/** How every keyset list names its next page. */
export const nextPage = {
  getNextPageParam: (page: { nextCursor: string | null }): string | null => page.nextCursor,
};
