/** One number that the bench found, in the form in which `--json` writes it. */
export interface Measurement {
  name: string;
  value: number;
  unit: string;
  /** What the same work was given to in the same run, and what it took there. */
  peer?: string;
  peerValue?: number;
  /** How many times better than the peer: above 1 is better, whichever way the unit runs. */
  ratio?: number;
}

const HIGHER_IS_BETTER = new Set(['share', 'score']);

/** A measurement beside its peer; the ratio is above 1 where ours is better. */
export function beside(measurement: Measurement, peer: string, peerValue: number): Measurement {
  const { value, unit } = measurement;
  const ratio = HIGHER_IS_BETTER.has(unit) ? value / peerValue : peerValue / value;
  return { ...measurement, peer, peerValue: rounded(peerValue), ratio: rounded(ratio) };
}

/** Four significant digits: more would be noise. */
export const rounded = (value: number): number => Number(value.toPrecision(4));

/** The value below which a share of the values lies, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The measurements as a table for people, columns lined up. */
export function tableOf(measurements: readonly Measurement[]): string {
  const rows = measurements.map(({ name, value, unit, peer, peerValue, ratio }) => [
    name,
    amount(value, unit),
    peer === undefined || peerValue === undefined ? '' : `${peer}: ${amount(peerValue, unit)}`,
    ratio === undefined ? '' : `${rounded(ratio)} ×`,
  ]);
  const heading = ['name', 'here', 'peer', 'times better'];
  const widths = heading.map((word, column) =>
    Math.max(word.length, ...rows.map((row) => row[column]!.length)),
  );
  return [heading, widths.map((width) => '-'.repeat(width)), ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One measurement in a line. */
export function sentenceOf({ name, value, unit, peer, peerValue, ratio }: Measurement): string {
  const own = `${name}: ${amount(value, unit)}`;
  if (peer === undefined || peerValue === undefined || ratio === undefined) return own;
  return `${own} (${peer}: ${amount(peerValue, unit)}, ${rounded(ratio)} ×)`;
}

function amount(value: number, unit: string): string {
  if (unit === 'bytes' && value >= 2 ** 20) return `${Math.round(value / 2 ** 20)} MiB`;
  return unit === 'share' || unit === 'score' ? value.toFixed(3) : `${rounded(value)} ${unit}`;
}
