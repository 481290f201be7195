/** Runs once before the first request, in every runtime Next has; only Node can carry the application. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { bootOrExit } = await import("@/server/boot");
    await bootOrExit();
  }
}
