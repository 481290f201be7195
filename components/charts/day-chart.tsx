"use client";

import { useFormatter } from "next-intl";
import { Area, AreaChart, Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";
import { Measured } from "./measured";

export type DayPoint = { day: string; value: number };

type Props = {
  data: DayPoint[];
  kind: "area" | "bar";
  /** Name of what is counted, for the tooltip. */
  label: string;
  /** CSS colour, e.g. `var(--chart-1)`. */
  color: string;
  format: (value: number) => string;
  /** Short form for the axis. */
  formatTick?: (value: number) => string;
};

/** One number a day. */
export function DayChart({ data, kind, label, color, format, formatTick = format }: Props) {
  const formatter = useFormatter();
  const day = (value: string) =>
    formatter.dateTime(new Date(`${value}T12:00:00Z`), {
      day: "numeric",
      month: "short",
      timeZone: "UTC",
    });
  const id = `fill-${color.replace(/\W/g, "")}`;
  const axes = [
    <CartesianGrid key="grid" vertical={false} stroke="var(--border)" strokeDasharray="3 3" />,
    <XAxis
      key="x"
      dataKey="day"
      tickFormatter={day}
      tickLine={false}
      axisLine={false}
      minTickGap={40}
      tick={{ fill: "var(--muted-foreground)", fontSize: 11 }}
    />,
    <YAxis
      key="y"
      width={46}
      tickFormatter={formatTick}
      tickLine={false}
      axisLine={false}
      allowDecimals={false}
      tickCount={4}
      tick={{ fill: "var(--muted-foreground)", fontSize: 11 }}
    />,
    <Tooltip
      key="tip"
      cursor={{ fill: "var(--muted)", stroke: "var(--border)" }}
      isAnimationActive={false}
      content={({ active, payload }) => {
        const point = payload?.[0]?.payload as DayPoint | undefined;
        if (!active || !point) return null;
        return (
          <div className="rounded-md border bg-popover px-2.5 py-1.5 text-xs shadow-md">
            <p className="text-muted-foreground">{day(point.day)}</p>
            <p className="tabular font-medium">
              {label}: {format(point.value)}
            </p>
          </div>
        );
      }}
    />,
  ];
  return (
    <Measured className="h-52">
      {({ width, height }) =>
        kind === "area" ? (
          <AreaChart data={data} width={width} height={height} margin={MARGIN}>
            <defs>
              <linearGradient id={id} x1="0" y1="0" x2="0" y2="1">
                <stop offset="0%" stopColor={color} stopOpacity={0.28} />
                <stop offset="100%" stopColor={color} stopOpacity={0.02} />
              </linearGradient>
            </defs>
            {axes}
            <Area
              dataKey="value"
              type="monotone"
              stroke={color}
              strokeWidth={2}
              fill={`url(#${id})`}
              isAnimationActive={false}
            />
          </AreaChart>
        ) : (
          <BarChart data={data} width={width} height={height} margin={MARGIN}>
            {axes}
            <Bar dataKey="value" fill={color} radius={[3, 3, 0, 0]} isAnimationActive={false} />
          </BarChart>
        )
      }
    </Measured>
  );
}

const MARGIN = { top: 8, right: 4, bottom: 0, left: 0 };
