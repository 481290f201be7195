/** A stand-in that is not there because the real service is configured. */
export function ServiceAbsent({ title, hint }: { title: string; hint: string }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-2 p-6 text-center">
      <h1 className="text-base font-semibold">{title}</h1>
      <p className="max-w-md text-[13px] text-muted-foreground">{hint}</p>
    </main>
  );
}
