import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;
const never = ["node_modules/**", ".next/**", "e2e/**"];

export default defineConfig({
  resolve: {
    alias: {
      "@": root,
      // Throws outside a React Server Components build.
      "server-only": path.join(root, "node_modules/server-only/empty.js"),
    },
  },
  test: {
    // The machine is the tests' own: vitest would leave one core idle, which is half of a small one.
    maxWorkers: "100%",
    env: {
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      AUTH_SECRET: "a-secret-that-only-tests-know-of-32",
      // Stand-ins of tests are on this machine.
      PRIVATE_HOSTS: "127.0.0.1,localhost",
      ENCRYPTION_KEY: "0123456789abcdef".repeat(4),
    },
    projects: [
      { extends: true, test: { name: "rules", include: ["server/rules/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...never, "server/rules/**", "**/*.int.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["**/*.int.test.ts"],
          exclude: never,
          pool: "forks",
          globalSetup: "db/testing/global-setup.ts",
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
