using Microsoft.Extensions.Configuration;
using SoraGuard.TestData;

namespace SoraGuard.Pipeline.Tests;

public sealed class PipelineSettingsTests
{
    [Fact]
    public void Nothing_set_is_the_embedded_default()
    {
        var settings = Read();

        Assert.Null(settings.Storage.Postgres);
        Assert.Null(settings.Transport.RabbitMq);
        Assert.Equal(Path.Combine(SharedData.RepositoryRoot, "policies"), settings.PolicyFolder);
        Assert.Equal([Path.Combine(SharedData.RepositoryRoot, "models", "inspection")], settings.ClassifierFolders);
    }

    [Theory]
    [InlineData("RABBITMQ", "http://broker", "amqp://")]
    [InlineData("RABBITMQ", "broker", "amqp://")]
    [InlineData("ONNX:PROVIDER", "abacus", "webgpu")]
    [InlineData("OPERATOR", "two words", "SORAGUARD__OPERATOR")]
    [InlineData("OPERATOR", "quote\"", "SORAGUARD__OPERATOR")]
    [InlineData("C2PA:TSA", "ftp://tsa", "http:// or https://")]
    [InlineData("C2PA:TSA", "http://tsa", "SORAGUARD__TSATRUST")]
    [InlineData("C2PA:TSA", "https://user:secret@tsa", "before the '@'")]
    [InlineData("C2PA:TSA", "https://user@tsa", "before the '@'")]
    [InlineData("C2PA:TSAFAILURE", "fail", "SORAGUARD__C2PA__TSA.")]
    [InlineData("C2PA:KEY", "/key.pem", "SORAGUARD__C2PA__CERT is missing")]
    [InlineData("C2PA:KEYPASSWORDFILE", "/password", "goes with SORAGUARD__C2PA__KEY")]
    [InlineData("C2PA:PKCS11:TOKEN", "token", "go together")]
    public void A_setting_that_cannot_be_is_refused_with_its_name_and_what_it_may_be(string name, string value, string said) =>
        Assert.Contains(said, Assert.Throws<SettingsException>(() => Read((name, value))).Message);

    [Fact]
    public void Settings_are_taken_as_given()
    {
        var settings = Read(("RABBITMQ", "amqp://u:p@host:5673/v"), ("CLASSIFIERS", "/a:/b"), ("POSTGRES", "Host=db"), ("OPERATOR", "Studio-7"));

        Assert.Equal(("amqp://u:p@host:5673/v", "Host=db", "Studio-7"), (settings.Transport.RabbitMq!.ToString(), settings.Storage.Postgres, settings.Operator));
        Assert.Equal(3, settings.ClassifierFolders.Count);
    }

    [Fact]
    public void A_signer_has_one_key_or_none_and_what_is_wrong_is_said_at_once()
    {
        (string, string) certificate = ("C2PA:CERT", "/chain.pem");
        (string, string)[] module = [("C2PA:PKCS11:MODULE", "/m.so"), ("C2PA:PKCS11:TOKEN", "t"), ("C2PA:PKCS11:KEY", "k"), ("C2PA:PKCS11:PINFILE", "/pin")];

        Assert.Null(Read().Signer);
        Assert.Equal(("/chain.pem", null, null), (Read(certificate).Signer!.CertificateFile, Read(certificate).Signer!.KeyFile, Read(certificate).Signer!.Pkcs11));
        Assert.Equal("/key.pem", Read(certificate, ("C2PA:KEY", "/key.pem")).Signer!.KeyFile);
        Assert.Equal(new("/m.so", "t", "k", "/pin"), Read([certificate, .. module]).Signer!.Pkcs11);
        var error = Assert.Throws<SettingsException>(() => Read([("C2PA:KEY", "/key.pem"), .. module[1..]])).Message;
        Assert.All(["SORAGUARD__C2PA__CERT is missing", "are both set", "go together"], said => Assert.Contains(said, error));
    }

    [Fact]
    public void Without_an_authority_nothing_is_time_stamped_and_with_one_everything_unless_told_otherwise()
    {
        (string, string)[] set = [("C2PA:TSA", "http://tsa.example/"), ("TSATRUST", "/tsa.pem")];

        Assert.Null(Read().TimeStamp);
        Assert.Equal((new Uri("http://tsa.example/"), true), (Read(set).TimeStamp!.Url, Read(set).TimeStamp!.IsRequired));
        Assert.False(Read([.. set, ("C2PA:TSAFAILURE", "sign-without")]).TimeStamp!.IsRequired);
        Assert.Throws<SettingsException>(() => Read([.. set, ("C2PA:TSAFAILURE", "shrug")]));
    }

    [Theory]
    [InlineData("https://user:secret@tsa/")]
    [InlineData("ftp://user:secret@tsa/")]
    public void What_may_be_a_password_is_not_repeated(string url) =>
        Assert.DoesNotContain("secret", Assert.Throws<SettingsException>(() => Read(("C2PA:TSA", url), ("TSATRUST", "/tsa.pem"))).Message);

    [Fact]
    public void An_authority_is_shown_without_the_query_of_its_address() =>
        Assert.Equal("https://tsa.example:8443/stamp", Read(("C2PA:TSA", "https://tsa.example:8443/stamp?token=secret"), ("TSATRUST", "/tsa.pem")).TimeStamp!.Address);

    [Fact]
    public void A_program_without_its_folders_says_so() =>
        Assert.Contains("migrations", Assert.Throws<SettingsException>(() => Installation.Find(Path.GetTempPath())).Message);

    private static PipelineSettings Read(params (string Name, string Value)[] set) =>
        PipelineSettings.From(new ConfigurationBuilder().AddInMemoryCollection(set.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build(), new(SharedData.RepositoryRoot));
}
