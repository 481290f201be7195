import { sql } from "drizzle-orm";
import { z } from "zod";
import { cancelOrder } from "@/server/domains/orders";
import { bulkAction } from "../contract";

/** Money that still comes revives an order, as ever. */
export const cancelOrders = bulkAction({
  subject: "order",
  permissions: ["orders.write"],
  fresh: true,
  input: z.object({}),
  skip: () => sql`case when s.status <> 'pending' then 'not_pending' end`,
  run: (ctx, { subjectId }) => cancelOrder(ctx, { orderId: subjectId }),
});
