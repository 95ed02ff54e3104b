/**
 * Whether React has taken over all that the server sent. It hydrates a Suspense boundary when its code is there, which
 * may be long after the page's load event, and tells nobody; but it marks the boundaries with comments, and each
 * element that it has taken over with a property of its own.
 */
export const isHydrated = (root: Node): boolean => {
  const comments = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  while (comments.nextNode()) {
    const { currentNode } = comments;
    if (!(currentNode instanceof Comment)) continue;
    const { data, nextElementSibling: first } = currentNode;
    if (data === '$?' || data === '$~') return false;
    if (data === '$' && first && !isTakenOver(first)) return false;
  }
  return true;
};

const isTakenOver = (element: Element): boolean =>
  Object.keys(element).some((key) => key.startsWith('__reactFiber$'));
