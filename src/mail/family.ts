/** The name that somebody owns, of a host or mail domain: `mx7.shop.example` → `shop.example`. Pure. */

/**
 * A good guess without the list of public suffixes: two labels, or three where the last two look like `co.uk`, `com.tr`,
 * `msk.ru`. Good enough to count by; nothing may be believed or allowed because of it.
 */
export function domainFamily(domain: string): string {
  const labels = domain.toLowerCase().split('.');
  const [second = '', top = ''] = labels.slice(-2);
  const kept = labels.length > 2 && top.length === 2 && second.length <= 3 ? 3 : 2;
  return labels.slice(-kept).join('.');
}
