/** The one function that is used of a part of mailauth without types of its own. */
declare module 'mailauth/lib/tools.js' {
  /** Relaxed alignment by the list of public suffixes: the domain of the list that is of the same organisation, or false. */
  export function getAlignment(fromDomain: string, domains: readonly string[]): { domain: string } | false;
}
