import type { ReactNode } from "react";

/** Drawn here rather than imported: six outlines are not worth a library on a phone's first load. */
const Icon = ({ children }: { children: ReactNode }) => (
  <svg
    width="22"
    height="22"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {children}
  </svg>
);

export const HomeIcon = () => (
  <Icon>
    <path d="M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z" />
  </Icon>
);
export const ServersIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8" />
    <path d="M4 12h16M12 4c2.6 2.3 4 5 4 8s-1.400 5.700-4 8c-2.600-2.300-4-5-4-8s1.400-5.700 4-8z" />
  </Icon>
);
export const BuyIcon = () => (
  <Icon>
    <path d="M4 5h2l2 10h9l2-7H7" />
    <circle cx="10" cy="19" r="1.300" />
    <circle cx="16" cy="19" r="1.300" />
  </Icon>
);
export const ProfileIcon = () => (
  <Icon>
    <circle cx="12" cy="8" r="3.500" />
    <path d="M5 20c.6-4 3.400-6 7-6s6.400 2 7 6" />
  </Icon>
);
export const HelpIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8" />
    <path d="M9.500 10a2.500 2.500 0 1 1 3.600 2.200c-.7.400-1.100.9-1.100 1.800" />
    <path d="M12 17v.01" />
  </Icon>
);
export const ChevronIcon = () => (
  <Icon>
    <path d="m9 6 6 6-6 6" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="m5 12 5 5 9-10" />
  </Icon>
);
