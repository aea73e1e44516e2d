/**
 * A program that talks to the JSON API, as anybody's would: fetch and a key.
 */
export interface ApiClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  /** The same, in an employee's name. */
  as(employee: string): ApiClient;
}

export function apiClient(url: string, key: string, actingAs?: string): ApiClient {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(actingAs ? { 'Postern-Acting-As': actingAs } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  return {
    get: (path) => ask('GET', path) as never,
    post: (path, body) => ask('POST', path, body ?? {}) as never,
    patch: (path, body) => ask('PATCH', path, body) as never,
    as: (employee) => apiClient(url, key, employee),
  };
}
