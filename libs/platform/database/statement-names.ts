/** Forms of statements that have a name; a connection keeps a plan for each that it has run. */
const MOST = 300;

/**
 * Names under which connections prepare statements, so that the server reads and plans each form once: for a small
 * statement that is half of its work. Past so many forms there are no more names, and a statement is planned as it comes.
 */
export class StatementNames {
  private readonly names = new Map<string, string>();

  /** @param prefix tells the names apart from others on the same connections. */
  constructor(private readonly prefix: string) {}

  of(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || this.names.size >= MOST) return known;
    const name = `${this.prefix}-${this.names.size}`;
    this.names.set(text, name);
    return name;
  }
}
