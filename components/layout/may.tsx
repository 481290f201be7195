"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Permission } from "@/server/rules/permissions";

const Permissions = createContext<readonly Permission[]>([]);

/** Tells everything inside what the signed-in operator may do. */
export function MayProvider({
  permissions,
  children,
}: {
  permissions: readonly Permission[];
  children: ReactNode;
}) {
  return <Permissions value={permissions}>{children}</Permissions>;
}

/** Inside, what can be seen is seen and nothing is done, but for what `keeps` names: what it is about is over. */
export function OnlySeen({
  when,
  keeps,
  children,
}: {
  when: boolean;
  keeps: readonly Permission[];
  children: ReactNode;
}) {
  const permissions = useContext(Permissions);
  const left = when
    ? permissions.filter((one) => one.endsWith(".read") || keeps.includes(one))
    : permissions;
  return <Permissions value={left}>{children}</Permissions>;
}

/** Asks whether whoever looks may do something: what they may not is not offered. The server refuses anyway. */
export function useMay(): (permission: Permission) => boolean {
  const permissions = useContext(Permissions);
  return (permission) => permissions.includes(permission);
}

/** Shows what is inside to those only who may do it. */
export function May({ needs, children }: { needs: Permission; children: ReactNode }) {
  return useMay()(needs) ? children : null;
}

/** A form's fields, to be read only by those who may not change them. */
export function Editable({ needs, children }: { needs: Permission; children: ReactNode }) {
  return (
    <fieldset disabled={!useMay()(needs)} className="contents">
      {children}
    </fieldset>
  );
}
