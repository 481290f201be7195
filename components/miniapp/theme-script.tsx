/**
 * Applies Telegram's colours, or the browser's preference, before the first paint: nothing flashes, nothing
 * moves. Runs as an inline script because hydration would be too late.
 */
const SCRIPT = `(function(){try{
var h=new URLSearchParams(location.hash.slice(1)),p=h.get("tgWebAppThemeParams")||sessionStorage.getItem("rezeis.theme");
var d=matchMedia("(prefers-color-scheme: dark)").matches,r=document.documentElement;
if(p){sessionStorage.setItem("rezeis.theme",p);var t=JSON.parse(p);
for(var k in t){if(/^#[0-9a-f]{6}$/i.test(t[k]))r.style.setProperty("--tg-"+k.replace(/_/g,"-"),t[k])}
if(/^#[0-9a-f]{6}$/i.test(t.bg_color)){var c=parseInt(t.bg_color.slice(1),16);d=((c>>16)*299+(c>>8&255)*587+(c&255)*114)/1000<128}
r.classList.add("tg")}
r.classList.toggle("dark",d);r.style.colorScheme=d?"dark":"light"}catch(e){}})()`;

export const ThemeScript = ({ nonce }: { nonce: string }) => (
  <script
    id="theme"
    nonce={nonce}
    suppressHydrationWarning
    // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file, no outside value in it
    dangerouslySetInnerHTML={{ __html: SCRIPT }}
  />
);
