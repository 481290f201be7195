import { describe, expect, test } from "vitest";
import { isPrivateAddress } from "./private-address";

describe("no address of the internet", () => {
  test.each([
    ...["127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
    ...["169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1"],
    ...["::", "::1", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "2001:db8::1"],
    ...["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1"],
    ...["64:ff9b::7f00:1", "2002:7f00:1::"],
    ...["localhost", "", "1.2.3", "0x7f000001"],
  ])("%s", (address) => expect(isPrivateAddress(address)).toBe(true));
});

describe("an address of the internet", () => {
  test.each([
    "1.1.1.1",
    "172.15.0.1",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "::ffff:1.1.1.1",
  ])("%s", (address) => expect(isPrivateAddress(address)).toBe(false));
});
