package wire

import "net/netip"

// isIPv6 reports whether text is an IPv6 address without a zone, as RFC 3986 wants it between brackets.
func isIPv6(text string) bool {
	address, err := netip.ParseAddr(text)
	return err == nil && address.Is6() && address.Zone() == ""
}
