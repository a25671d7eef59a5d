using System.Security.Cryptography;
using System.Text;

namespace SoraGuard.Audit.Tests;

public sealed class HashChainTests
{
    [Fact]
    public void The_hash_is_that_of_the_documented_bytes()
    {
        var previous = SHA256.HashData("before"u8);
        var body = "{\"index\":258}"u8.ToArray();
        byte[] expected = SHA256.HashData([0, .. previous, 0, 0, 0, 0, 0, 0, 1, 2, .. body]);

        Assert.Equal(expected, HashChain.Append(258, previous, body).Hash);
    }

    [Fact]
    public void The_body_is_canonical_json()
    {
        var body = AuditBody.Encode(7, new Dictionary<string, object> { ["zeta"] = "ü\n\"/", ["alpha"] = 12L, ["Beta"] = 3 });

        Assert.Equal("""{"Beta":3,"alpha":12,"index":7,"zeta":"ü\n\"/"}""", Encoding.UTF8.GetString(body));
        Assert.Equal(7, AuditBody.ReadIndex(body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"index\":\"7\"}")]
    [InlineData("{\"index\":7.5}")]
    [InlineData("{\"body\":1")]
    public void A_body_without_an_integer_index_claims_none(string json) => Assert.Null(AuditBody.ReadIndex(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_nested_index_is_not_the_leafs() => Assert.Equal(4, AuditBody.ReadIndex("""{"inner":{"index":9},"index":4}"""u8));

    [Fact]
    public void A_body_takes_strings_and_integers_only() =>
        Assert.Throws<ArgumentException>(() => AuditBody.Encode(0, new Dictionary<string, object> { ["share"] = 0.5 }));

    /// <summary>RFC 4231, test case 2, padded to our key length: HMAC zero-pads short keys, so the value is the published one.</summary>
    [Fact]
    public void A_commitment_is_hmac_sha256()
    {
        var key = new byte[Commitment.KeyBytes];
        "Jefe"u8.CopyTo(key);

        Assert.Equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            Convert.ToHexStringLower(Commitment.To("what do ya want for nothing?", key)));
    }
}
