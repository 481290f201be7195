"use client";

export { default } from "@/app/(miniapp)/miniapp/error";
