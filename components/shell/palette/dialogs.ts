/** What is loaded when it is first asked for. */
export { CommandPalette } from './command-palette';
export { KeysDialog } from './keys-dialog';
