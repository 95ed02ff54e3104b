/** What a viewer may do: look on, or act too. */
export type Access = 'watch' | 'operate';

/** Who asks. */
export interface Viewer {
  who: string;
  role: Access;
}

/** There is no login: whoever reaches the dashboard's loopback address is this one. */
export const localOperator: Viewer = { who: 'local operator', role: 'operate' };

export const isAllowed = ({ role }: Viewer, access: Access): boolean =>
  access === 'watch' || role === 'operate';
