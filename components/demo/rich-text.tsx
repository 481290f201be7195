"use client";

import type { ReactNode } from "react";
import type { Entity } from "@/server/demo/telegram/types";

type Actions = { onLink: (url: string) => void; onCommand: (command: string) => void };

/** A message's text with its entities, which may lie within one another. */
export function RichText({
  text,
  entities = [],
  ...actions
}: { text: string; entities?: Entity[] } & Actions) {
  const cuts = new Set([0, text.length]);
  for (const { offset, length } of entities) cuts.add(offset).add(offset + length);
  const points = [...cuts].sort((a, b) => a - b);
  return (
    <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {points.slice(0, -1).map((from, index) => {
        const part = text.slice(from, points[index + 1]);
        const around = entities.filter((e) => e.offset <= from && from < e.offset + e.length);
        return (
          <span key={from}>
            {around.reduceRight<ReactNode>(
              (inner, entity) => wrap(entity, inner, part, actions),
              part,
            )}
          </span>
        );
      })}
    </span>
  );
}

const LINK =
  "text-(--chat-accent) underline-offset-2 hover:underline focus-visible:underline outline-none";

function wrap(entity: Entity, inner: ReactNode, text: string, actions: Actions): ReactNode {
  switch (entity.type) {
    case "bold":
      return <strong>{inner}</strong>;
    case "italic":
      return <em>{inner}</em>;
    case "underline":
      return <u>{inner}</u>;
    case "strikethrough":
      return <s>{inner}</s>;
    case "code":
    case "pre":
      return (
        <button
          type="button"
          className="text-left font-mono text-[0.92em] text-(--chat-accent) [overflow-wrap:anywhere]"
          onClick={() => void navigator.clipboard?.writeText(text)}
        >
          {inner}
        </button>
      );
    case "text_link":
    case "url":
      return (
        <button type="button" className={LINK} onClick={() => actions.onLink(entity.url ?? text)}>
          {inner}
        </button>
      );
    case "bot_command":
      return (
        <button type="button" className={LINK} onClick={() => actions.onCommand(text)}>
          {inner}
        </button>
      );
    case "spoiler":
      return <span className="blur-[3px] hover:blur-none">{inner}</span>;
    default:
      return inner;
  }
}
