/** Keeps cookies and follows redirects one at a time, as a browser would across sites. */
export class Browser {
  private readonly cookies = new Map<string, Map<string, string>>();

  /** Requests an address with the cookies of its host; redirects are answered, not followed. */
  async get(url: string | URL): Promise<Response> {
    const { host } = new URL(url);
    const jar = this.cookies.get(host) ?? new Map<string, string>();
    this.cookies.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      if (/expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value.join('='));
    }
    return response;
  }

  /** Where a redirect leads. */
  static target(response: Response, from: string | URL): URL {
    const location = response.headers.get('location');
    if (!location) throw new Error(`${response.status}, and no redirect`);
    return new URL(location, from);
  }

  cookieOf(url: string, name: string): string | undefined {
    return this.cookies.get(new URL(url).host)?.get(name);
  }
}
