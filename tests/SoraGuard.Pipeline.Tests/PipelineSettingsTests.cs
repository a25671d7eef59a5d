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
    public void A_program_without_its_folders_says_so() =>
        Assert.Contains("migrations", Assert.Throws<SettingsException>(() => Installation.Find(Path.GetTempPath())).Message);

    private static PipelineSettings Read(params (string Name, string Value)[] set) =>
        PipelineSettings.From(new ConfigurationBuilder().AddInMemoryCollection(set.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build(), new(SharedData.RepositoryRoot));
}
