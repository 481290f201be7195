/** Loaded into the application by a test: on a signal it says what its heap weighs without its garbage. */
process.on("SIGUSR2", () => {
  globalThis.gc?.();
  process.stdout.write(`heap: ${process.memoryUsage().heapUsed}\n`);
});
