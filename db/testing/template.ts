/** The database that every test database is a copy of. */
export const TEMPLATE = "rezeis_template";

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}
