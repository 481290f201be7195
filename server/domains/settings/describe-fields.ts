import { z } from "zod";
import type { SettingsDefinition } from "@/server/core/settings";
import type { SettingsField } from "./schemas";

type JsonSchema = {
  type?: string;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  minimum?: number;
  maximum?: number;
};

/** What a generic form needs to know of each field, read off the zod schema. */
export function describeFields(definition: SettingsDefinition): SettingsField[] {
  const { properties = {} } = z.toJSONSchema(definition.schema, {
    io: "input",
    unrepresentable: "any",
  }) as { properties?: Record<string, JsonSchema> };
  return Object.entries(properties).map(([name, property]) => {
    const nullable = property.anyOf?.some((part) => part.type === "null") ?? false;
    const inner = property.anyOf?.find((part) => part.type !== "null") ?? property;
    return {
      name,
      secret: definition.secrets.includes(name),
      nullable,
      ...control(inner),
    };
  });
}

function control(schema: JsonSchema): Pick<SettingsField, "type" | "options" | "min" | "max"> {
  if (schema.enum) return { type: "select", options: schema.enum.map(String) };
  if (schema.type === "boolean") return { type: "boolean" };
  if (schema.type === "number" || schema.type === "integer") {
    return { type: "number", min: schema.minimum, max: schema.maximum };
  }
  return { type: "text" };
}
