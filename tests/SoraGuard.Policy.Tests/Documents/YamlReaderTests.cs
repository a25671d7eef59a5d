using System.Text;
using SoraGuard.Policy.Documents;
using SoraGuard.Policy.Documents.Yaml;

namespace SoraGuard.Policy.Tests.Documents;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("", 0, "empty")]
    [InlineData("- a\n- b\n", 1, "must be a map")]
    [InlineData("a: 1\na: 2\n", 2, "stands here twice")]
    [InlineData("a: &x 1\nb: *x\n", 1, "anchors and aliases")]
    [InlineData("a: &x [*x]\n", 1, "anchors and aliases")]
    [InlineData("a: !!str 1\n", 1, "tags are not accepted")]
    [InlineData("a: !System.IO.FileInfo x\n", 1, "tags are not accepted")]
    [InlineData("a: [1, 2\n", 2, "not valid YAML")]
    [InlineData("a: 1\n---\nb: 2\n", 2, "a second YAML document")]
    [InlineData("{[a, b]: 1}\n", 1, "a key must be a plain word")]
    [InlineData("a: \t- b\n  c", 1, "not valid YAML")]
    public void What_is_not_plain_YAML_is_refused_with_its_line(string text, int line, string message)
    {
        var diagnostics = Read(Encoding.UTF8.GetBytes(text));

        var diagnostic = Assert.Single(diagnostics);
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
        Assert.InRange(diagnostic.Line, line == 0 ? 0 : 1, Math.Max(line, 2));
    }

    [Fact]
    public void A_billion_laughs_are_refused()
    {
        var text = "a: &a [lol, lol]\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{(char)('b' + (i % 24))}{i}: &n{i} [*a, *a]\n"));

        Assert.Contains("anchors", Assert.Single(Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Contains("nested deeper", Assert.Single(Read(Encoding.UTF8.GetBytes("a: " + new string('[', 100_000)))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_beyond_the_limit_is_refused_before_it_is_parsed() =>
        Assert.Contains("bytes", Assert.Single(Read(new byte[PolicyFolder.MaxFileBytes + 1])).Message, StringComparison.Ordinal);

    [Fact]
    public void Too_many_values_are_refused() =>
        Assert.Contains("values", Assert.Single(Read(Encoding.UTF8.GetBytes("a: [" + string.Concat(Enumerable.Repeat("1,", YamlReader.MaxNodes)) + "]"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_beyond_the_limit_is_refused() =>
        Assert.Contains("longer", Assert.Single(Read(Encoding.UTF8.GetBytes("a: " + new string('x', YamlReader.MaxScalarLength + 1)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused() => Assert.Contains("UTF-8 at byte 3", Assert.Single(Read([.. "a: "u8, 0xFF])).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_of_a_real_file_is_refused_or_read_but_never_throws()
    {
        var whole = File.ReadAllBytes(Path.Combine(Shipped.ShippedPolicy.Folder, "election-us.yaml"));
        for (var length = 0; length < whole.Length; length += 7)
            PolicyCompiler.Compile([new PolicyFile("x.yaml", whole.AsMemory(0, length))]);
    }

    [Fact]
    public void Random_bytes_are_refused_and_never_throw()
    {
        var random = new Random(20281107);
        for (var round = 0; round < 500; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Assert.Null(PolicyCompiler.Compile([new PolicyFile("x.yaml", bytes)]).Model);
        }
    }

    private static List<PolicyDiagnostic> Read(byte[] content)
    {
        var diagnostics = new List<PolicyDiagnostic>();
        Assert.Null(YamlReader.Read(new PolicyFile("x.yaml", content), new DiagnosticList("x.yaml", diagnostics)));
        return diagnostics;
    }
}
