/** What the script below is told by that React has taken the page over. */
export const takenOverKey = '__spotdeckTakenOver';

/** Of what is around buttons that act without asking once more: a launch, a deployment, an evaluation. */
export const actsAtOnce = { 'data-acts-at-once': '' };

/**
 * Runs before the page is painted, which is some tenths of a second before React takes it over. What is pressed until
 * then is kept and pressed once React has; what is typed is told to it. Each control is pressed once, however often
 * it was: nothing had shown that it heard. What acts without asking once more is not pressed, since the page may have
 * become another one, by a draft for instance; nor is what was pressed too long ago, has gone, or is called otherwise.
 *
 * React itself presses nothing again: it hears a press only where it can take over that part of the page at once. So it
 * must not hear one that is kept. Links work by themselves.
 */
export const earlyPressScript = `(()=>{
const controls='button,[role=button],[role=tab],input[type=checkbox],input[type=radio]',fields='input:not([type=checkbox],[type=radio],[type=file]),textarea';
const maxAgeMs=10000,lookAgainMs=30;let alive=false;const presses=[],typed=new Map();
const takenOver=e=>alive&&Object.keys(e).some(key=>key.startsWith('__reactFiber$'));
const nameOf=e=>(e.getAttribute('aria-label')||'')+e.textContent;
const keep=(control,event)=>{event.preventDefault();event.stopImmediatePropagation();
if(control.disabled||control.ariaDisabled==='true'||control.closest('[data-acts-at-once]')||presses.some(one=>one.control===control))return;
presses.push({control,name:nameOf(control),at:performance.now()});if(alive)setTimeout(play,lookAgainMs)};
const early=(event,selector)=>{const {target}=event;if(!event.isTrusted||!(target instanceof Element)||target.closest('a[href]'))return;
const control=target.closest(selector);return control&&!takenOver(control)?control:undefined};
addEventListener('click',event=>{const control=early(event,controls);if(control)keep(control,event)},true);
addEventListener('keydown',event=>{if((event.key!=='Enter'&&event.key!==' ')||event.repeat)return;
const control=early(event,'[role=button]:not(button)');if(control&&control===event.target)keep(control,event)},true);
addEventListener('input',event=>{const {target}=event;if(event.isTrusted&&target instanceof Element&&target.matches(fields)&&!takenOver(target))typed.set(target,target.value)},true);
const type=()=>{for(const [field,text] of typed){if(!takenOver(field))continue;typed.delete(field);
if(!field.isConnected||text===field.defaultValue)continue;
const {selectionStart,selectionEnd}=field,{set}=Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field),'value');
field.value=field.defaultValue;set.call(field,text);
if(selectionStart!==null)field.setSelectionRange(selectionStart,selectionEnd);
field.dispatchEvent(new Event('input',{bubbles:true}))}};
const play=()=>{type();
while(presses.length>0){const [{control,name,at}]=presses;
const isOver=performance.now()-at>maxAgeMs||!control.isConnected||nameOf(control)!==name||control.disabled||control.ariaDisabled==='true';
if(isOver){presses.shift();continue}
if(takenOver(control)){presses.shift();control.click()}
break}
if(presses.length>0||typed.size>0)setTimeout(play,lookAgainMs)};
window.${takenOverKey}=()=>{alive=true;setTimeout(play)}})()`;
