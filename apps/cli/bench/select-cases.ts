import { UsageError } from '../io.js';
import { type BenchCase } from './bench-case.js';

/** A case that runs, with the measurements of it that were asked for. */
export interface SelectedCase {
  bench: BenchCase;
  wanted: readonly string[];
}

/**
 * Finds the cases of the names given: of a case, of one measurement, or the beginning of measurements' names up to a
 * dot (`province` is every `province.…`). Without names all but those on request, with `all` those too; the beginning of
 * a name does not request them.
 */
export function selectCases(cases: readonly BenchCase[], names: readonly string[]): SelectedCase[] {
  const known = new Set(['all', ...cases.flatMap(({ name, measures }) => [name, ...measures])]);
  const fits = (name: string, measure: string) => measure === name || measure.startsWith(`${name}.`);
  const unknown = names.filter(
    (name) =>
      !known.has(name) && !cases.some(({ measures }) => measures.some((measure) => fits(name, measure))),
  );
  if (unknown.length > 0) {
    throw new UsageError(`The bench has no ${unknown.join(', ')}. It has: ${[...known].join(', ')}.`);
  }
  return cases.map((bench) => ({ bench, wanted: wantedOf(bench) })).filter(({ wanted }) => wanted.length > 0);

  function wantedOf({ name, measures, isOnRequest }: BenchCase): readonly string[] {
    if (names.length === 0) return isOnRequest ? [] : measures;
    if (names.includes('all') || names.includes(name)) return measures;
    return measures.filter((measure) =>
      names.some((asked) => (isOnRequest ? asked === measure : fits(asked, measure))),
    );
  }
}
