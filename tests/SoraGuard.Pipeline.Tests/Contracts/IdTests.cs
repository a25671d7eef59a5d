using System.Text.Json;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Tests.Contracts;

public sealed class IdTests
{
    [Fact]
    public void A_clip_id_is_16_hex_digits_with_its_zeros()
    {
        var id = new ClipId(0x00ab);

        Assert.Equal("00000000000000ab", id.ToString());
        Assert.Equal(id, ClipId.Parse("00000000000000ab"));
        Assert.Equal("\"00000000000000ab\"", JsonSerializer.Serialize(id, PipelineJson.Options));
        Assert.Equal(id, JsonSerializer.Deserialize<ClipId>("\"00000000000000AB\"", PipelineJson.Options));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("00000000000000zz")]
    [InlineData("00000000000000abc")]
    [InlineData("0x000000000000ab")]
    [InlineData(" 0000000000000ab")]
    [InlineData("-000000000000001")]
    public void Anything_else_is_none(string text) => Assert.False(ClipId.TryParse(text, out _));

    [Fact]
    public void A_digest_is_64_hex_digits()
    {
        var digest = Sha256Digest.Of("abc"u8); // FIPS 180-4, one-block example

        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", digest.ToString());
        Assert.Equal(digest, Sha256Digest.Parse(digest.ToString().ToUpperInvariant()));
        Assert.Equal(digest, Sha256Digest.FromBytes(digest.ToArray()));
        Assert.Throws<FormatException>(() => Sha256Digest.Parse("ba78"));
        Assert.Throws<InvalidOperationException>(() => default(Sha256Digest).ToString());
    }

    [Theory]
    [InlineData(null, Roles.All)]
    [InlineData("all", Roles.All)]
    [InlineData("gateway, Marking", Roles.Gateway | Roles.Marking)]
    public void Roles_are_read_from_a_list(string? list, Roles roles) => Assert.Equal(roles, RoleNames.Parse(list));

    [Theory]
    [InlineData("gateway,painting")]
    [InlineData("1")]
    [InlineData("none,x")]
    public void An_unknown_role_is_refused_with_the_choices(string list) => Assert.Contains("provenance", Assert.Throws<FormatException>(() => RoleNames.Parse(list)).Message);
}
