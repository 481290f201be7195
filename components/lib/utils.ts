import { type ClassValue, clsx } from "clsx";
import { twMerge } from "tailwind-merge";

/** Joins class names; the later one of two that contradict wins. */
export const cn = (...inputs: ClassValue[]): string => twMerge(clsx(inputs));
