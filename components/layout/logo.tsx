/** A gate with a way through. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" className={className} aria-hidden role="presentation">
      <rect width="24" height="24" rx="7" fill="currentColor" />
      <path
        d="M7 17V9.5A2.5 2.5 0 0 1 9.5 7h4a3 3 0 0 1 .6 5.94L17 17M10.5 13h3"
        stroke="white"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
