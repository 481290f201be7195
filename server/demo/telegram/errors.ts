/** A refusal in the Bot API's own words. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: { retry_after?: number },
  ) {
    super(description);
    this.name = "ApiError";
  }
}

export const bad = (reason: string): ApiError => new ApiError(400, `Bad Request: ${reason}`);
