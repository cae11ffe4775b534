import { DefaultNamingStrategy, type NamingStrategyInterface, type Table } from 'typeorm';

const snake = (name: string) => name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
const tableOf = (table: Table | string) =>
  (typeof table === 'string' ? table : table.name).split('.').at(-1) ?? '';

/** Columns in snake case, and constraints by the names of what they hold, so that a server's error can be read. */
export class SnakeNamingStrategy extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(propertyName: string, customName: string | undefined, prefixes: string[]): string {
    return snake([...prefixes, customName ?? propertyName].join('_'));
  }

  override joinColumnName(relationName: string, referencedColumnName: string): string {
    return snake(`${relationName}_${referencedColumnName}`);
  }

  override primaryKeyName(table: Table | string): string {
    return `${tableOf(table)}_pk`;
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return `${tableOf(table)}_${columns.map(snake).join('_')}_fk`;
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return `${tableOf(table)}_${columns.map(snake).join('_')}_key`;
  }

  override relationConstraintName(table: Table | string, columns: string[]): string {
    return `${tableOf(table)}_${columns.map(snake).join('_')}_rel`;
  }

  override indexName(table: Table | string, columns: string[]): string {
    return `${tableOf(table)}_${columns.map(snake).join('_')}_idx`;
  }
}
