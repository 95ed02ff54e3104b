import { describe, expect, it } from 'vitest';
import { readAnswer } from './read-answer';
import { isFlag, isListOf, isNumber, isOneOf, isShaped, isText, maybe } from './shape';

interface Found {
  jobs: { name: string; archived?: true }[];
  total: number;
  isReading: boolean;
}
const isFound = isShaped<Found>({
  jobs: isListOf(isShaped<Found['jobs'][number]>({ name: isText, archived: maybe(isOneOf([true])) })),
  total: isNumber,
  isReading: isFlag,
});

describe('what a route handler answered', () => {
  it('is given back where it has the shape', async () => {
    const found = { jobs: [{ name: 'a', archived: true }, { name: 'b' }], total: 2, isReading: false };
    expect(await readAnswer(Response.json(found), isFound)).toEqual({ ok: true, value: found });
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['a member of another type', { jobs: [], total: '2', isReading: false }],
    ['a member that is missing', { jobs: [], total: 2 }],
    ['an item of another shape', { jobs: [{ name: 'a', archived: 'yes' }], total: 1, isReading: false }],
  ])('asks for a reload where it is %s', async (_, answered) => {
    const read = await readAnswer(Response.json(answered), isFound);
    expect(read).toMatchObject({ ok: false, error: { message: expect.stringContaining('reload the page') } });
  });

  it('says what the dashboard says where it refuses', async () => {
    const read = await readAnswer(new Response('There is no such job.\n', { status: 404 }), isFound);
    expect(read).toEqual({ ok: false, error: { code: 'service-fault', message: 'There is no such job.' } });
  });
});
