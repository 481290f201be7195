import { Middleware } from "inngest";
import { withoutSecrets } from "@/server/core/redact";

/** Takes secrets out of what jobs throw: the executor keeps errors whole, and another server is a stranger's. */
export class CleanErrors extends Middleware.BaseMiddleware {
  readonly id = "clean-errors";

  override wrapStepHandler({ next }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
    return cleanly(next);
  }

  override wrapFunctionHandler({ next }: Middleware.WrapFunctionHandlerArgs): Promise<unknown> {
    return cleanly(next);
  }
}

async function cleanly(next: () => Promise<unknown>): Promise<unknown> {
  try {
    return await next();
  } catch (error) {
    throw withoutSecrets(error);
  }
}
