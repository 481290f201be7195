import { NotFound } from "@/components/layout/not-found";

export default function AdminNotFound() {
  return <NotFound back="/admin" />;
}
