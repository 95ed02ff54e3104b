import { singleKeysText } from './keys/free-stroke';
import { takenOverKey } from './early-presses';

/**
 * Runs before the page is painted, beside the script of early presses: keys of the page (`/`, `?`, Ctrl K, those that move
 * through rows) that are pressed before React has taken the page over are kept, and pressed once it has. What is typed
 * after a key that leads to a field belongs to that field. Whether a key means something on this page only its parts
 * know, which come later: so every single key is kept that is typed nowhere, and one that nobody takes is let go.
 */
export const earlyKeyScript = `(()=>{
const maxAgeMs=10000,settleMs=500,lookAgainMs=30,maxKept=100,kept=[];
const texts='input:not([type=checkbox],[type=radio],[type=range],[type=file]),textarea',writing=texts+',select,[contenteditable],[role=combobox],[role=menu] *,[role=listbox] *';
const isMac=/^(Mac|iP)/.test(navigator.platform);
let alive=false,timer,wholeAt,fieldUntil=0;
const takenOver=e=>Object.keys(e).some(key=>key.startsWith('__reactFiber$'));
const whole=()=>{const all=document.createTreeWalker(document,NodeFilter.SHOW_COMMENT);
while(all.nextNode()){const {data,nextElementSibling:next}=all.currentNode;
if(data==='$?'||data==='$~'||(data==='$'&&next&&!takenOver(next)))return false}
return true};
const look=()=>{if(whole())wholeAt=performance.now();else setTimeout(look,100)};
const isOver=()=>{const now=performance.now();return kept.length===0&&now>fieldUntil&&now-wholeAt>settleMs};
const dialog=()=>[...document.querySelectorAll('dialog[open],[role=dialog]')].some(e=>e.getClientRects().length>0);
const wantsSingle=()=>{try{return localStorage.getItem('${singleKeysText}')!=='off'}catch{return true}};
addEventListener('keydown',event=>{
if(!event.isTrusted||isOver())return;
const {key,ctrlKey,metaKey,altKey,shiftKey,repeat,isComposing,target}=event;
const isPalette=key.toLowerCase()==='k'&&!altKey&&!shiftKey&&(isMac?metaKey&&!ctrlKey:ctrlKey&&!metaKey);
if(!isPalette){
if(ctrlKey||metaKey||altKey||isComposing||!wantsSingle()||!(target instanceof Element)||target.closest(writing)||dialog())return;
const isMove=key==='ArrowDown'||key==='ArrowUp';
if(isMove?document.activeElement!==document.body:key.length!==1||key===' ')return}
event.stopImmediatePropagation();
if(isPalette||key==='/')event.preventDefault();
if(kept.length<maxKept)kept.push({key,at:performance.now(),isPalette,init:{key,code:event.code,ctrlKey,metaKey,shiftKey,repeat,bubbles:true,cancelable:true}});
if(alive&&!timer)timer=setTimeout(play)},true);
const play=()=>{timer=undefined;
if(document.activeElement&&document.activeElement.matches(texts))fieldUntil=0;
while(kept.length>0){const [{key,at,isPalette,init}]=kept,now=performance.now(),focused=document.activeElement;
if(now-at>maxAgeMs){kept.shift();continue}
if(!isPalette&&focused&&focused.matches(texts)&&takenOver(focused)){kept.shift();if(key.length===1)document.execCommand('insertText',false,key);continue}
if(now<fieldUntil)break;
const event=new KeyboardEvent('keydown',init);
(focused||document.body).dispatchEvent(event);
if(event.defaultPrevented){kept.shift();if(isPalette)fieldUntil=now+maxAgeMs;continue}
if(now-wholeAt>settleMs){kept.shift();continue}
break}
if(kept.length>0||performance.now()<fieldUntil)timer=setTimeout(play,lookAgainMs)};
const before=window.${takenOverKey};
window.${takenOverKey}=()=>{if(before)before();alive=true;look();timer=setTimeout(play)}})()`;
