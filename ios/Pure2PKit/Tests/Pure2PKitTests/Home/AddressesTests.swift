import Testing

@testable import Pure2PKit

extension All {
    /// How a network without IPv4 reaches it.
    @Suite
    struct Nat64Prefixes {
        /// RFC 6052, section 2.4, and the well-known prefix.
        @Test(
            arguments: [
                ("2001:db8::", 32, "2001:db8:c000:221::"), ("2001:db8:100::", 40, "2001:db8:1c0:2:21::"),
                ("2001:db8:122::", 48, "2001:db8:122:c000:2:2100::"),
                ("2001:db8:122:300::", 56, "2001:db8:122:3c0:0:221::"),
                ("2001:db8:122:344::", 64, "2001:db8:122:344:c0:2:2100::"),
                ("2001:db8:122:344::", 96, "2001:db8:122:344::c000:221"), ("64:ff9b::", 96, "64:ff9b::c000:221"),
            ] as [(String, UInt8, String)])
        func theTableOfTheStandard(prefix: String, length: UInt8, made: String) throws {
            let pair = (v4: try #require(IpBytes("192.0.2.33")), v6: try #require(IpBytes(made)))
            #expect(Nat64.prefix(in: [pair]) == Nat64Prefix(address: prefix, length: length))
        }

        @Test
        func bothMustBeMadeWithTheSameOne() throws {
            func pairs(_ first: String, _ second: String) throws -> [(v4: IpBytes, v6: IpBytes)] {
                try zip(Nat64.examples, [first, second]).map { (try #require(IpBytes($0)), try #require(IpBytes($1))) }
            }
            let found = Nat64.prefix(in: try pairs("64:ff9b::c000:201", "64:ff9b::c633:6401"))
            #expect(found == Nat64Prefix(address: "64:ff9b::", length: 96))
            #expect(Nat64.prefix(in: try pairs("64:ff9b::c000:201", "64:ff9c::c633:6401")) == nil)
            #expect(Nat64.prefix(in: try pairs("64:ff9b::c000:201", "64:ff9b::c633:6402")) == nil)
            #expect(Nat64.prefix(in: try pairs("2001:db8::1", "2001:db8::2")) == nil)
            // Only written otherwise.
            #expect(Nat64.prefix(in: try pairs("::ffff:192.0.2.1", "::ffff:198.51.100.1")) == nil)
            #expect(Nat64.prefix(in: try pairs("192.0.2.1", "198.51.100.1")) == nil)
            #expect(Nat64.prefix(in: []) == nil)
        }

        @Test
        func whereThereIsIPv4ThereIsNone() {
            // This machine is in no such network; that it is asked without harm is what can be seen here.
            #expect(Nat64.prefix() == nil)
        }
    }

    /// Addresses, as this machine has them.
    @Suite
    struct LocalAddresses {
        @Test
        func thisMachineHasItsLoopback() throws {
            let all = LocalAddress.all()
            let loopback = try #require(all.first { $0.ip.text == "127.0.0.1" })
            #expect(loopback.prefixLength == 8 && loopback.index > 0 && loopback.interface.hasPrefix("lo"))
            #expect(all.allSatisfy { !$0.isTemporary || !$0.ip.isV4 })
            if let v6 = all.first(where: { $0.ip.text == "::1" }) { #expect(v6.prefixLength == 128) }
        }

        @Test
        func masksMayEndEarly() {
            #expect(LocalAddress.leadingOnes([255, 255, 240, 0]) == 20)
            #expect(LocalAddress.leadingOnes([255, 255, 255, 255]) == 32)
            #expect(LocalAddress.leadingOnes([]) == 0)
        }

        @Test(
            arguments: [
                ("192.168.1.7", "192.168.1.7"), ("FE80:0::1%en0", "fe80::1"), ("::1", "::1"), ("1.2.3", nil), ("", nil),
            ] as [(String, String?)])
        func addressesAreWrittenInOneWay(text: String, written: String?) {
            #expect(IpBytes(text)?.text == written)
        }

        @Test
        func whatIsNobodysAddressIsNone() {
            let unicast = ["10.0.0.1", "2001:db8::1", "fe80::1"],
                others = ["0.0.0.0", "127.0.0.1", "224.0.0.1", "::", "::1", "ff02::1"]
            #expect(unicast.allSatisfy { IpBytes($0)?.isUnicast == true })
            #expect(others.allSatisfy { IpBytes($0)?.isUnicast == false })
        }
    }
}
