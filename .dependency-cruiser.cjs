/**
 * The walls of the house: transports know domains, domains know rules and the database, rules know nothing.
 * Every message names the way out.
 */
const wall = (name, from, to, comment) => ({ name, severity: "error", comment, from, to });

/** Tests and what only they use may look behind walls. */
const TESTS = "(\\.test\\.tsx?$|/testing/)";

module.exports = {
  forbidden: [
    wall(
      "no-cycles",
      {},
      // A type that two files share vanishes before anything runs.
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
      "Move what both need into a third file, or react to an event.",
    ),
    wall(
      "rules-are-pure",
      { path: "^server/rules/", pathNot: TESTS },
      { pathNot: "^(server/rules/|db/enums\\.ts$|node_modules/zod/)" },
      "A rule gets what it needs as arguments: load it in the verb.",
    ),
    wall(
      "db-is-a-leaf",
      { path: "^db/", pathNot: TESTS },
      { path: "^(app|components|server|inngest)/", pathNot: "^server/core/(env|redact)\\.ts$" },
      "Tables know nobody: put the query into a domain.",
    ),
    wall(
      "core-is-below",
      { path: "^server/core/", pathNot: TESTS },
      { path: "^(app|components|inngest)/|^server/(?!core/|rules/)" },
      "Core serves everybody and knows nobody.",
    ),
    wall(
      "domains-know-no-transport",
      { path: "^server/domains/", pathNot: TESTS },
      {
        path: "^(app|components)/|^server/(trpc|bot|auth)/|^inngest/(functions|client)|^node_modules/(next|@trpc|telegraf|next-auth)/",
      },
      "Return data; the transport words the answer. To start a job, emit an event.",
    ),
    wall(
      "domains-by-their-door",
      { path: "^server/domains/([^/]+)/", pathNot: TESTS },
      { path: "^server/domains/", pathNot: "^server/domains/($1/|[^/]+/(index|schemas)\\.ts$)" },
      "Import the other domain's index.ts; export the verb there if it is missing.",
    ),
    wall(
      "transports-by-the-door",
      { path: "^(app|server/(trpc|bot|auth|boot|demo)|inngest/functions)/", pathNot: TESTS },
      { path: "^server/domains/[^/]+/(?!(index|schemas)\\.ts$)" },
      "Import the domain's index.ts or schemas.ts.",
    ),
    wall(
      "only-domains-touch-tables",
      { path: "^(app|components|server/(trpc|bot|rules)|inngest)/", pathNot: TESTS },
      { path: "^db/(client|schema|migrate)" },
      "Write a verb or a query in a domain and call that.",
    ),
    wall(
      "integrations-are-leaves",
      { path: "^server/integrations/", pathNot: TESTS },
      { path: "^(app|components|db|inngest)/|^server/(?!integrations/|core/)" },
      "A client translates calls; the decision belongs to the domain that calls it.",
    ),
    wall(
      "app-asks-trpc",
      { path: "^app/", pathNot: `^app/(api|demo)/|${TESTS}` },
      {
        path: "^server/(?!trpc/|auth/|core/|rules/|i18n/|domains/[^/]+/schemas\\.ts$)|^inngest/",
        dependencyTypesNot: ["type-only"],
      },
      "A page reads through server/trpc.",
    ),
    wall(
      "components-run-in-browsers",
      { path: "^components/", pathNot: TESTS },
      {
        path: "^(server|db|inngest|app)/",
        // Words are plain data, fetched when they are needed and not with every page: those of a refusal,
        // and what the palette finds things by in the other language.
        pathNot:
          "^(server/rules/|server/domains/[^/]+/schemas\\.ts$|db/enums\\.ts$|server/i18n/messages/[^/]+/(refusals|layout|settings)\\.json$)",
        dependencyTypesNot: ["type-only"],
      },
      "Take it as a property, or use import type.",
    ),
    wall(
      "next-auth-has-one-user",
      { pathNot: "^(server/auth/|app/api/auth/|node_modules/)" },
      { path: "^node_modules/next-auth/" },
      "Ask server/auth.",
    ),
    wall(
      "embedded-is-booted",
      {
        path: "^(app|components|db|inngest|server)/",
        pathNot: `^(server/(boot|embedded|demo)/|(app|components)/demo/)|${TESTS}`,
      },
      { path: "^server/(embedded|demo|boot)/" },
      "Product code never knows what it runs on: take addresses and keys from core/env.",
    ),
    wall(
      "embedded-knows-no-product",
      { path: "^server/embedded/", pathNot: TESTS },
      { path: "^(app|components|inngest)/|^db/schema|^server/(?!embedded/|core/)" },
      "An embedded part stands in for a foreign server: it knows protocols, not the shop.",
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.data|e2e|scripts|test-results|playwright-report)" },
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
