/** Cookie with the reader's time zone, which only the browser knows: from the second page on the server writes by it. */
export const readerZoneCookie = 'sd-zone';

const yearInSeconds = 31_536_000;

/** The cookie as `document.cookie` takes it. */
export const readerZoneCookieOf = (zone: string): string =>
  `${readerZoneCookie}=${encodeURIComponent(zone)}; path=/; max-age=${yearInSeconds}; samesite=lax`;

/** The zone in the cookie's value, which Next has decoded; anyone can write a cookie, so it is tried before it is used. */
export const readZone = (value: string | undefined): string | undefined => {
  try {
    if (value === undefined || value === '' || value.length > 64) return undefined;
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    // The RangeError of a zone that does not exist.
    return undefined;
  }
};

/** What stops the script below. */
export const firstVisitKey = '__spotdeckFirstVisit';

/**
 * Runs on a first visit, before anything is painted: rewrites the moments of this one page, as the browser reads them,
 * from UTC to the reader's clock. React takes over what it finds. The zone's name, which the server is told from then
 * on, is asked for later: a browser's first use of Intl can take longer than all else before the paint.
 */
export const firstVisitScript = `(()=>{
const months='Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '),two=n=>String(n).padStart(2,'0');
const write=e=>{const style=e.dataset.timeStyle,at=new Date(e.dateTime);if(!style||isNaN(at))return;
const date=at.getDate()+' '+months[at.getMonth()]+' '+at.getFullYear(),minute=two(at.getHours())+':'+two(at.getMinutes()),second=minute+':'+two(at.getSeconds());
const text={datetime:date+', '+second,minute:date+', '+minute,date,time:second}[style];
if(text&&e.textContent!==text)e.textContent=text};
const all=n=>{const e=n.nodeType===1?n:n.parentElement;if(!e)return;const own=e.closest('time');if(own)write(own);if(n.nodeType===1)n.querySelectorAll('time').forEach(write)};
const watch=new MutationObserver(list=>list.forEach(({addedNodes})=>addedNodes.forEach(all)));
watch.observe(document,{childList:true,subtree:true});
window.${firstVisitKey}=watch})()`;
