import { NotFound } from "@/components/layout/not-found";

export default function NotFoundPage() {
  return (
    <main className="flex min-h-dvh flex-col">
      <NotFound back="/" />
    </main>
  );
}
