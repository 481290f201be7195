import { z } from "zod";
import { type Call, json, membersOf, type Route } from "./context";
import { PanelError } from "./errors";
import { userOf } from "./users";
import { check } from "./validation";
import {
  EXTERNAL_SQUADS,
  INTERNAL_SQUADS,
  nodesOfSquads,
  PROFILE_NAME,
  PROFILE_UUID,
} from "./world";

function internal({ panel }: Call) {
  const internalSquads = INTERNAL_SQUADS.map((squad, position) => ({
    uuid: squad.uuid,
    viewPosition: position + 1,
    name: squad.name,
    info: { membersCount: membersOf(panel, squad.uuid), inboundsCount: squad.inbounds.length },
    inbounds: squad.inbounds,
    createdAt: squad.createdAt,
    updatedAt: squad.createdAt,
  }));
  return json({ total: internalSquads.length, internalSquads });
}

function external({ panel }: Call) {
  const externalSquads = EXTERNAL_SQUADS.map((squad, position) => ({
    uuid: squad.uuid,
    viewPosition: position + 1,
    name: squad.name,
    info: {
      membersCount: [...panel.store.all()].filter((u) => u.externalSquadUuid === squad.uuid).length,
    },
    templates: [],
    subscriptionSettings: null,
    hostOverrides: null,
    ...(panel.legacy
      ? { responseHeaders: null }
      : { responseHeadersAdd: {}, responseHeadersRemove: [] }),
    hwidSettings: null,
    customRemarks: null,
    subpageConfigUuid: null,
    createdAt: squad.createdAt,
    updatedAt: squad.createdAt,
  }));
  return json({ total: externalSquads.length, externalSquads });
}

function accessibleNodes({ params }: Call) {
  const squad = INTERNAL_SQUADS.find(({ uuid }) => uuid === params.uuid);
  if (!squad) throw new PanelError(404, "A118", "Internal squad not found");
  const nodes = nodesOfSquads([squad.uuid]).map(({ node, shared }) => ({
    uuid: node.uuid,
    nodeName: node.name,
    countryCode: node.countryCode,
    configProfileUuid: PROFILE_UUID,
    configProfileName: PROFILE_NAME,
    activeInbounds: shared.flatMap(({ tags }) => tags),
  }));
  return json({ squadUuid: squad.uuid, accessibleNodes: nodes });
}

async function putMetadata(call: Call) {
  const { metadata } = check(z.object({ metadata: z.record(z.string(), z.unknown()) }), call.body);
  const user = userOf(call);
  user.metadata = metadata;
  await call.panel.store.save(user);
  return json({ metadata });
}

/** The code of absent metadata was never captured; what is known is a 404 that is not "no such user". */
function getMetadata(call: Call) {
  const { metadata } = userOf(call);
  if (!metadata) throw new PanelError(404, "A217", "Metadata not found");
  return json({ metadata });
}

export const squadRoutes: Route[] = [
  { method: "GET", path: "/api/internal-squads", handler: internal },
  { method: "GET", path: "/api/internal-squads/:uuid/accessible-nodes", handler: accessibleNodes },
  { method: "GET", path: "/api/external-squads", handler: external },
  { method: "GET", path: "/api/metadata/user/:user", handler: getMetadata },
  { method: "PUT", path: "/api/metadata/user/:user", handler: putMetadata },
];
