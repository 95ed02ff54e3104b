/**
 * Rows in the form of UCI's abalone set, made by a generator, so that no data has to be fetched: eight features, the
 * label the number of rings. Sizes follow the age as von Bertalanffy's curve has it, with noise from a linear
 * congruential generator (the constants of Numerical Recipes).
 * @returns libsvm text, or CSV with the label first.
 */
export const abaloneRows = (count: number, seed: number, form: 'libsvm' | 'csv'): string => {
  let state = seed >>> 0;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const rows = Array.from({ length: count }, () => {
    const age = 1 + Math.floor(28 * random());
    const length = 0.75 * (1 - Math.exp(-0.2 * age)) * (0.9 + 0.2 * random());
    const weight = 6 * length ** 3 * (0.9 + 0.2 * random());
    const sex = 1 + Math.floor(3 * random());
    const sizes = [length, 0.8 * length, 0.28 * length, weight, 0.43 * weight, 0.22 * weight, 0.29 * weight];
    return { age, features: [sex, ...sizes.map((value) => Number(value.toFixed(4)))] };
  });
  return rows
    .map(({ age, features }) =>
      form === 'csv'
        ? [age, ...features].join(',')
        : `${age} ${features.map((value, index) => `${index + 1}:${value}`).join(' ')}`,
    )
    .join('\n');
};
