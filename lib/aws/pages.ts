/**
 * The pages of a listing, each asked for when it is wanted. In place of the SDK's paginators: those take only a client of
 * their own copy of the SDK, and a built dashboard has a copy for each of its entries, while its clients, whose pace and
 * budget are one, are shared by the whole process.
 * @param nextOf token of the page after this one; absent or empty for the last
 */
export const readPages = async function* <Page>(
  ask: (token: string | undefined) => Promise<Page>,
  nextOf: (page: Page) => string | undefined,
): AsyncGenerator<Page> {
  let token: string | undefined;
  do {
    const page = await ask(token);
    yield page;
    const next = nextOf(page);
    // A service that answers with the token that it was asked with would be asked for ever.
    token = next === '' || next === token ? undefined : next;
  } while (token !== undefined);
};
