"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "@/components/lib/utils";

type Size = { width: number; height: number };

/** Gives its content the size it has. The room is reserved before, so nothing moves. */
export function Measured({
  className,
  children,
}: {
  className: string;
  children: (size: Size) => ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className={cn("w-full min-w-0 overflow-hidden", className)}>
      {size && size.width > 0 && children(size)}
    </div>
  );
}
