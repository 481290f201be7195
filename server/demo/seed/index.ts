import { connectRaw, type Sql } from "@/db/client";
import type { Logger } from "@/server/core/logger";
import type { DemoPanel } from "@/server/demo/panel";
import { live } from "./life";
import { tellPartners } from "./partners";
import { createRandom } from "./random";
import { promiseOf, type Story, tellStory } from "./story";
import { writeStory } from "./write";

/** A business to look at. */
const CUSTOMERS = 2000;

/**
 * Fills an empty shop with eighteen months of business, and the demo panel with its users. A shop that has a
 * plan or a customer is left alone. All or nothing: a start that is killed meanwhile begins anew.
 */
export async function seedDemo(options: {
  databaseUrl: string;
  panel: DemoPanel;
  /** Where customers' links begin; the panel makes them of it. */
  publicSubBase: string;
  log: Logger;
  now?: number;
  customers?: number;
}): Promise<boolean> {
  const { panel, log, now = Date.now() } = options;
  const sql = connectRaw(options.databaseUrl, { max: 1 });
  try {
    const [used] = await sql`select 1 from plans union all select 1 from customers limit 1`;
    if (used) return false;
    const startedAt = performance.now();
    const story = tellStory({
      customers: options.customers ?? CUSTOMERS,
      now,
      squads: panel.internalSquads.map((squad) => squad.uuid),
    });
    const world = live(story, createRandom(20_260_202), now);
    tellPartners(world, story);
    await panel.seedUsers(panelSeeds(story, now));
    const ids = new Map(
      [...panel.allUsers()].map((user) => [
        user.username,
        {
          id: user.id,
          shortUuid: user.shortUuid,
          url: `${options.publicSubBase}/${user.shortUuid}`,
        },
      ]),
    );
    await sql.begin((tx) => writeStory(tx as unknown as Sql, story, ids, world));
    await sql`analyze`;
    log.info({ ms: Math.round(performance.now() - startedAt) }, "the demo business is set up");
    return true;
  } finally {
    await sql.end({ timeout: 2 });
  }
}

function panelSeeds(story: Story, now: number) {
  return story.customers.flatMap((person) => {
    const sub = person.subscription;
    if (!sub) return [];
    const plan = promiseOf(story, person);
    return [
      {
        username: sub.panelUsername,
        expireAt: sub.expiresAt,
        status: sub.expiresAt > now ? ("ACTIVE" as const) : ("EXPIRED" as const),
        trafficLimitBytes: Number(plan.trafficLimitBytes),
        trafficLimitStrategy: plan.trafficStrategy,
        telegramId: person.telegramId,
        hwidDeviceLimit: plan.deviceLimit,
        squads: plan.internalSquads,
        usedBytes: sub.usedBytes,
        lifetimeBytes: sub.lifetimeBytes,
        onlineAt: sub.onlineAt,
        createdAt: sub.createdAt,
        updatedAt: sub.createdAt,
        firstConnectedAt: sub.createdAt + 600_000,
        metadata: { rezeis: { subscriptionId: sub.id, customerId: person.id } },
        devices: sub.devices.map(({ at, ...device }) => ({
          ...device,
          userAgent: "Happ/3.2",
          requestIp: null,
          createdAt: at,
          updatedAt: at,
        })),
      },
    ];
  });
}
