/**
 * The shape of a screen while its data is on the way. Shown by pages that always exist only: it begins the answer,
 * and an answer that has begun cannot become a 404.
 */
export function LoadingScreen() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-lg flex-col gap-3 px-4 pt-4">
      <div className="h-8 w-40 animate-pulse rounded-lg bg-tg-section" />
      <div className="h-44 animate-pulse rounded-2xl bg-tg-section" />
      <div className="h-28 animate-pulse rounded-2xl bg-tg-section" />
    </div>
  );
}
